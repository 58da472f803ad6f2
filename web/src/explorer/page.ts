/** What the parts around the canvas share. */

import type { Canvas } from "./canvas.ts";
import type { Model } from "./model.ts";
import type { Source } from "./source.ts";
import type { State, View } from "./state.ts";
import type { Look } from "./theme.ts";
import type { Words } from "./words.ts";

export interface Page {
  readonly model: Model;
  readonly source: Source;
  readonly state: State;
  readonly words: Words;
  readonly look: Look;
  readonly canvas: Canvas;
  /** tells when a server has added to the model */
  onGrowth(listener: () => void): void;
  /** says something in passing */
  tell(text: string): void;
  /** writes the hash now */
  settle(): void;
}

/** Whether the screen is small: panel and legend lie over the graph. */
export const isSmall = (): boolean => matchMedia("(max-width: 760px)").matches;

const SEEN = ["node", "hops", "expanded", "path", "withoutTypes", "withoutEdges", "withoutSources", "confidence", "from", "to", "mode", "fact"] as const;

/** Runs something before the next frame whenever a change may alter what is seen: not when only the camera moves. */
export function onSeen(state: State, run: () => void): void {
  const soon = beforeNextFrame(run);
  state.listen((now: View, before: View) => {
    if (SEEN.some((key) => now[key] !== before[key])) soon();
  });
}

/** Runs the last of many calls once, before the next frame. */
export function beforeNextFrame(run: () => void): () => void {
  let asked = 0;
  return () => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(run);
  };
}

/** Saves bytes or text as a file. */
export function save(name: string, matter: Blob | string, type = "text/plain"): void {
  const blob = typeof matter === "string" ? new Blob([matter], { type: `${type};charset=utf-8` }) : matter;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Puts text on the clipboard; false where the browser does not let it. */
export async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedOldWay(text);
  }
}

function copiedOldWay(text: string): boolean {
  const before = document.activeElement as HTMLElement | null;
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "unseen";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  before?.focus();
  return done;
}

/** A name for files: the title without what file systems do not like. */
export const fileName = (title: string): string => title.replace(/[\p{C}\\/:*?"<>|]+/gu, " ").trim().slice(0, 80) || "kg";
