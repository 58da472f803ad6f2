/** The editor: CodeMirror in a shadow root of its own, so that its styles need no exception from the page's policy. */

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { HighlightStyle, StreamLanguage, bracketMatching, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { EditorState } from "@codemirror/state";
import { Decoration, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import type { DecorationSet } from "@codemirror/view";
import { StateEffect, StateField } from "@codemirror/state";
import { tags } from "@lezer/highlight";

export interface Vocabulary {
  prefixes: ReadonlyMap<string, string>;
  /** terms with their prefix: "kg:Company" → what they mean, in the reader's language */
  terms: { name: string; label: string; kind: "class" | "property" }[];
}

const KEYWORDS =
  "SELECT DISTINCT WHERE FILTER OPTIONAL UNION MINUS GRAPH BIND VALUES ORDER BY GROUP HAVING LIMIT OFFSET ASC DESC COUNT SUM AVG MIN MAX SAMPLE GROUP_CONCAT ASK CONSTRUCT DESCRIBE PREFIX EXISTS NOT STR LANG CONTAINS REGEX STRSTARTS LCASE COALESCE BOUND IF YEAR"
    .split(" ");

const highlight = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--code-keyword)", fontWeight: "600" },
  { tag: [tags.variableName, tags.local(tags.variableName)], color: "var(--code-variable)" },
  { tag: [tags.atom, tags.propertyName, tags.tagName], color: "var(--code-term)" },
  { tag: tags.string, color: "var(--code-string)" },
  { tag: [tags.number, tags.bool], color: "var(--code-number)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
]);

const look = EditorView.theme({
  "&": { fontSize: "14px", color: "var(--ink)", backgroundColor: "transparent", height: "100%" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "ui-monospace, 'SF Mono', Menlo, Consolas, 'Noto Sans Mono CJK SC', monospace", lineHeight: "1.6" },
  ".cm-content": { caretColor: "var(--ink)", padding: "12px 0" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--soft)", border: "none" },
  ".cm-activeLine": { backgroundColor: "var(--hover)" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground, ::selection": { backgroundColor: "var(--accent-soft)" },
  ".cm-tooltip": { backgroundColor: "var(--raised)", color: "var(--ink)", border: "1px solid var(--line)", borderRadius: "8px" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--on-accent)" },
  ".cm-completionDetail": { fontStyle: "normal", opacity: "0.8", marginLeft: "0.8em" },
  ".cm-wrong": { textDecoration: "underline wavy var(--warn)", textUnderlineOffset: "4px" },
});

const setWrong = StateEffect.define<number | null>();
const wrong = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, change) {
    let now = change.docChanged ? Decoration.none : marks;
    for (const effect of change.effects) {
      if (!effect.is(setWrong)) continue;
      const at = effect.value;
      if (at === null || change.state.doc.length === 0) {
        now = Decoration.none;
      } else {
        const from = Math.min(at, change.state.doc.length - 1);
        const word = change.state.wordAt(from);
        now = Decoration.set([Decoration.mark({ class: "cm-wrong" }).range(word?.from ?? from, word?.to ?? from + 1)]);
      }
    }
    return now;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/**
 * Puts what is typed over a selection into the text itself. Left to the browser, Chromium joins the lines that are
 * left and keeps how they looked in a style attribute, which the page's policy forbids and the console complains of.
 */
const typedOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { data } = event;
    const { from, to, empty } = view.state.selection.main;
    if (event.inputType !== "insertText" || !data || empty || view.composing || event.isComposing) return false;
    const insert = () => view.state.update(view.state.replaceSelection(data), { userEvent: "input.type", scrollIntoView: true });
    if (!view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, data, insert))) view.dispatch(insert());
    event.preventDefault();
    return true;
  },
});

export class Editor {
  private readonly view: EditorView;

  constructor(parent: HTMLElement, label: string, vocabulary: () => Vocabulary, run: () => void) {
    const root = parent.attachShadow({ mode: "open" });
    this.view = new EditorView({
      root,
      parent: root as unknown as Element,
      state: EditorState.create({
        extensions: [
          keymap.of([{ key: "Mod-Enter", run: () => (run(), true), preventDefault: true }]),
          typedOver,
          lineNumbers(),
          history(),
          highlightActiveLine(),
          bracketMatching(),
          closeBrackets(),
          indentUnit.of("  "),
          EditorView.lineWrapping,
          StreamLanguage.define(sparql),
          syntaxHighlighting(highlight),
          autocompletion({ override: [(context) => completions(context, vocabulary())], icons: false }),
          wrong,
          look,
          EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", tabindex: "0" }),
          keymap.of([...closeBracketsKeymap, ...completionKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
        ],
      }),
    });
  }

  get text(): string {
    return this.view.state.doc.toString();
  }

  set text(text: string) {
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text }, selection: { anchor: 0 } });
  }

  /** Marks the place that an error speaks of ("error at 3:14: …"); null: none. */
  mark(message: string | null): void {
    const at = message === null ? null : /\bat (\d+):(\d+)/.exec(message);
    const doc = this.view.state.doc;
    const line = at ? Number(at[1]) : 0;
    const place = line >= 1 && line <= doc.lines ? doc.line(line).from + Number(at![2]) - 1 : null;
    this.view.dispatch({ effects: setWrong.of(place) });
  }

  focus(): void {
    this.view.focus();
  }
}

/** What may be written at a place: terms of the vocabulary, variables of the query, words of SPARQL. */
export function completions(context: CompletionContext, vocabulary: Vocabulary): CompletionResult | null {
  const word = context.matchBefore(/[?$]?[\w-]*:?[\w-]*/);
  if (!word || (word.from === word.to && !context.explicit)) return null;
  const text = context.state.doc.toString();
  if (/^[?$]/.test(word.text)) {
    const names = new Set([...text.matchAll(/[?$](\w+)/g)].map((m) => `?${m[1]}`));
    names.delete(word.text);
    return { from: word.from, options: [...names].sort().map((label) => ({ label, type: "variable" })), validFor: /^[?$]\w*$/ };
  }
  const options: Completion[] = vocabulary.terms.map(({ name, label, kind }) => ({ label: name, detail: label, type: kind, boost: 1 }));
  for (const prefix of vocabulary.prefixes.keys()) options.push({ label: `${prefix}:`, detail: vocabulary.prefixes.get(prefix)!, type: "namespace" });
  for (const label of KEYWORDS) options.push({ label, type: "keyword" });
  return { from: word.from, options, validFor: /^[\w-]*:?[\w-]*$/ };
}
