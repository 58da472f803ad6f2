/** The query and how its answer is looked at, in the address's hash: a permalink. */

export type Look = "table" | "chart" | "graph" | "text";
const LOOKS: readonly string[] = ["table", "chart", "graph", "text"];

export interface Shared {
  query: string;
  look: Look;
}

export function toHash(shared: Shared): string {
  return `#query=${encodeURIComponent(shared.query)}${shared.look === "table" ? "" : `&look=${shared.look}`}`;
}

/** What a hash says; null if it holds no query. */
export function fromHash(hash: string): Shared | null {
  const values = new URLSearchParams(hash.replace(/^#/, "").replace(/\+/g, "%2B"));
  const query = values.get("query");
  if (!query) return null;
  const look = values.get("look") ?? "table";
  return { query, look: (LOOKS.includes(look) ? look : "table") as Look };
}
