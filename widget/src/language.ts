/** Which of the site's languages a page gets. */

/** Language and region of a tag. Norwegian is `nb` here, whichever of its names a page uses. */
function read(tag: string): [language: string | undefined, region: string | undefined] {
  const [language, ...rest] = tag.toLowerCase().split(/[-_]/);
  return [language?.replace(/^n[on]$/, "nb"), rest.find((part) => part.length === 2)];
}

/**
 * The first language the site lists that speaks what the page speaks, so that a page in `nl`, `nl-NL` or `nl_NL_formal`
 * gets the Dutch that the owner put first; another region only if there is none without that quarrel.
 *
 * @param offered the site's languages, in the owner's order.
 * @param wanted the page's language, then the browser's.
 */
export function chooseLanguage(offered: readonly string[], wanted: readonly string[]): string {
  for (const [language, region] of wanted.map(read)) {
    const same = offered.filter((each) => read(each)[0] === language);
    const found = same.find((each) => !region || (read(each)[1] ?? region) === region) ?? same[0];
    if (found) return found;
  }
  return offered[0] as string;
}
