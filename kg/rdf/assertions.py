"""Posts, relations, events and claims as RDF: one small function for each kind."""

from __future__ import annotations

from kg.model import Claim, Event, Post, Relation
from kg.rdf.concepts import write_role
from kg.rdf.namespaces import KG, ORG, RDF, SCHEMA, SKOS, Term, resource
from kg.rdf.provenance import ArticleScope
from kg.rdf.quantities import write_quantity
from kg.rdf.terms import TRUE, moment_literal, name_literal, period_literal, text_literal


def write_post(scope: ArticleScope, post: Post) -> None:
    """A post, and while it is held the plain ``schema:worksFor``."""
    node, add = resource(scope.base, post.id), scope.add
    person, organization = resource(scope.base, post.person), resource(scope.base, post.organization)
    add(node, RDF.type, ORG.Membership)
    add(node, ORG.member, person)
    add(node, ORG.organization, organization)
    add(node, KG.title, name_literal(post.title))
    if role := write_role(scope.statements, scope.base, post.title):
        add(node, ORG.role, role)
    if post.former:
        add(node, KG.former, TRUE)
    else:
        add(person, SCHEMA.worksFor, organization)
    _write_validity(scope, node, post)
    scope.proven(node, "post", post.evidence, post.confidence)


def _write_validity(scope: ArticleScope, node: Term, post: Post) -> None:
    if post.valid_from:
        scope.add(node, KG.validFrom, period_literal(post.valid_from))
    if post.valid_until:
        scope.add(node, KG.validUntil, period_literal(post.valid_until))
    if not (post.valid_from or post.valid_until) and scope.day:
        scope.add(node, KG.attestedOn, scope.day)


def write_relation(scope: ArticleScope, relation: Relation) -> None:
    """A relation, and unless it is over the plain triple."""
    node, add = resource(scope.base, relation.id), scope.add
    subject, object_ = resource(scope.base, relation.subject), resource(scope.base, relation.object)
    predicate = KG[relation.type.value]
    add(node, RDF.type, KG.Relation, RDF.Statement)
    add(node, RDF.subject, subject)
    add(node, RDF.predicate, predicate)
    add(node, RDF.object, object_)
    if relation.former:
        add(node, KG.former, TRUE)
    else:
        add(subject, predicate, object_)
    scope.proven(node, "relation", relation.evidence, relation.confidence)


def write_event(scope: ArticleScope, event: Event) -> None:
    """An event with its participants."""
    node, add = resource(scope.base, event.id), scope.add
    add(node, RDF.type, KG[event.type.value], KG.Event)
    add(node, SCHEMA.name, name_literal(event.names[0]))
    add(node, SKOS.altLabel, *(name_literal(n) for n in event.names[1:] if n != event.names[0]))
    add(node, KG.modality, KG[event.modality.value])
    for role, participant in event.participants:
        # the super-property too: stores that do not reason find every participant by it
        add(node, KG[role.value], resource(scope.base, participant))
        add(node, KG.participant, resource(scope.base, participant))
    _write_circumstances(scope, node, event)
    scope.proven(node, "event", event.evidence, event.confidence)


def _write_circumstances(scope: ArticleScope, node: Term, event: Event) -> None:
    """When, where and for how much."""
    if event.date:
        scope.add(node, SCHEMA.startDate, period_literal(event.date))
        first, _, last = event.date.iso.partition("/")
        if last and ".." not in (first, last):
            scope.add(node, SCHEMA.endDate, period_literal(type(event.date)(last)))
    if event.date_written:
        scope.add(node, KG.dateAsWritten, name_literal(event.date_written))
    if event.place:
        scope.add(node, SCHEMA.location, resource(scope.base, event.place))
    if event.round:
        scope.add(node, KG.round, name_literal(event.round))
    if event.amount:
        amount = resource(scope.base, event.id.replace("event/", "amount/", 1))
        scope.add(node, KG.amount, amount)
        scope.add(amount, RDF.type, KG.Amount)
        write_quantity(scope, amount, event.amount)


def write_claim(scope: ArticleScope, claim: Claim) -> None:
    """Words that someone is reported to have said."""
    node, add = resource(scope.base, claim.id), scope.add
    add(node, RDF.type, SCHEMA.Claim)
    add(node, SCHEMA.text, text_literal(claim.text, "zh"))
    add(node, SCHEMA.appearance, scope.article)
    add(node, KG.attribution, KG[claim.attribution.value])
    add(node, KG.modality, KG[claim.modality.value])
    if claim.speaker:
        add(node, SCHEMA.author, resource(scope.base, claim.speaker))
    if claim.reporting_verb:
        add(node, KG.reportingVerb, name_literal(claim.reporting_verb))
    add(node, SCHEMA.about, *(resource(scope.base, e) for e in claim.about))
    add(node, KG.states, *(resource(scope.base, a) for a in claim.states))
    if scope.facts.article.published:
        add(node, SCHEMA.dateCreated, moment_literal(scope.facts.article.published))
    scope.proven(node, "claim", claim.evidence, claim.confidence)
