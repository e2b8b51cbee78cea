/** The colours of the page as it is now: light, dark or on paper. */
export interface Colours {
  paper: string;
  ink: string;
  soft: string;
  line: string;
  series: string[];
}

export function coloursOf(element: Element): Colours {
  const style = getComputedStyle(element);
  const of = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    paper: of("paper"),
    ink: of("ink"),
    soft: of("soft"),
    line: of("line"),
    series: [of("series-1"), of("series-2"), of("series-3")],
  };
}
