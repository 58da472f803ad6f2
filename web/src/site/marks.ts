/** An article: pointing at a mark shows its fact in the margin, and pointing at a fact its words. */

export function marks(): void {
  const text = document.querySelector(".story");
  const margin = document.querySelector<HTMLElement>(".margin");
  if (!text || !margin) return;
  const factOf = (target: EventTarget | null) => {
    const link = target instanceof Element ? target.closest("mark")?.querySelector("a") : null;
    return link ? document.getElementById(decodeURIComponent(link.hash.slice(1))) : null;
  };
  let shown: Element[] = [];
  const show = (...elements: Element[]) => {
    for (const element of shown) element.classList.remove("now");
    for (const element of elements) element.classList.add("now");
    shown = elements;
  };
  text.addEventListener("mouseover", (event) => {
    const fact = factOf(event.target);
    show(...(fact ? [fact] : []));
  });
  text.addEventListener("click", (event) => {
    const fact = factOf(event.target);
    if (!fact) return;
    event.preventDefault(); // the text stays where it is; only the margin moves
    show(fact);
    if (getComputedStyle(margin).position === "sticky") margin.scrollTo({ top: fact.offsetTop - margin.offsetTop - 60 });
    else fact.scrollIntoView({ block: "center" });
  });
  margin.addEventListener("mouseover", (event) => {
    const fact = event.target instanceof Element ? event.target.closest("li[id]") : null;
    show(...(fact ? text.querySelectorAll(`mark[data-facts~="${fact.id.replace("fact-", "")}"]`) : []));
  });
}
