/**
 * Which of the site's languages a page gets. Its twin is `akkoord/negotiation.py`; both run over
 * `tests/contract/language_examples.json`.
 */

const parts = (tag: string): string[] => tag.toLowerCase().split(/[-_]/);
const region = (tag: string): string | undefined =>
  parts(tag)
    .slice(1)
    .find((part) => part.length === 2);

/**
 * The first language the site lists that speaks what the page speaks, so that a page in `nl`, `nl-NL` or `nl_NL_formal`
 * gets the Dutch that the owner put first; another region only if there is none without that quarrel.
 *
 * @param offered the site's languages, in the owner's order.
 * @param wanted the page's language, then the browser's.
 */
export function chooseLanguage(offered: readonly string[], wanted: readonly string[]): string {
  for (const tag of wanted) {
    const same = offered.filter((language) => parts(language)[0] === parts(tag)[0]);
    const agrees = same.find((language) => !region(tag) || !region(language) || region(tag) === region(language));
    const found = agrees ?? same[0];
    if (found) return found;
  }
  return offered[0] as string;
}
