/** What types look like: Okabe and Ito's colours, told apart by shape too. */

export type Shape = "circle" | "triangle" | "diamond" | "square" | "hexagon" | "triangleDown" | "bubble";

export interface Look {
  color: string;
  shape: Shape;
}

const LOOKS: Record<string, Look> = {
  Company: { color: "#0072b2", shape: "circle" },
  Person: { color: "#e69f00", shape: "triangle" },
  Event: { color: "#d55e00", shape: "diamond" },
  Product: { color: "#009e73", shape: "square" },
  Organization: { color: "#cc79a7", shape: "hexagon" },
  Place: { color: "#56b4e9", shape: "triangleDown" },
  Claim: { color: "#8a6fc0", shape: "bubble" },
};

const OTHER: Look = { color: "#8a8f98", shape: "circle" };

export const lookOf = (type: string): Look => LOOKS[type] ?? OTHER;
