"""Amounts and figures as RDF."""

from __future__ import annotations

from kg.model import Figure, Quantity
from kg.rdf.concepts import write_metric
from kg.rdf.namespaces import KG, RDF, SCHEMA, Term, resource
from kg.rdf.provenance import ArticleScope
from kg.rdf.terms import TRUE, decimal_literal, name_literal, period_literal, text_literal


def write_quantity(scope: ArticleScope, node: Term, quantity: Quantity) -> None:
    """What a figure and the amount of an event have in common."""
    add = scope.add
    if quantity.value_max is None:
        add(node, SCHEMA.value, decimal_literal(quantity.value))
    else:
        add(node, SCHEMA.minValue, decimal_literal(quantity.value))
        add(node, SCHEMA.maxValue, decimal_literal(quantity.value_max))
    add(node, KG.unit, text_literal(quantity.unit))
    add(node, KG.bound, KG[quantity.bound.value])
    if quantity.written:
        add(node, KG.valueAsWritten, text_literal(quantity.written))
    if quantity.currency is None:
        add(node, RDF.type, SCHEMA.QuantitativeValue)
        return
    add(node, RDF.type, SCHEMA.MonetaryAmount)
    add(node, SCHEMA.currency, text_literal(quantity.currency))
    if quantity.currency_inferred:
        add(node, KG.currencyInferred, TRUE)


def write_figure(scope: ArticleScope, figure: Figure) -> None:
    """A figure about an entity."""
    node, add = resource(scope.base, figure.id), scope.add
    add(node, RDF.type, KG.Figure)
    add(node, SCHEMA.about, resource(scope.base, figure.subject))
    add(node, KG.metricAsWritten, name_literal(figure.metric))
    if figure.concept:
        add(node, KG.metric, write_metric(scope.statements, scope.base, figure.concept))
    if figure.time:
        add(node, SCHEMA.temporalCoverage, period_literal(figure.time))
    if figure.compared_with:
        add(node, KG.comparedWith, period_literal(figure.compared_with))
    write_quantity(scope, node, figure.quantity)
    scope.proven(node, "figure", figure.evidence, figure.confidence)
