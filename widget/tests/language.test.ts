import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseLanguage } from "../src/language";

const cases: [name: string, offered: string[], wanted: string[], chosen: string][] = [
  [
    "a Dutch page gets the formal Dutch that the site lists first",
    ["nl_NL_formal", "nl", "en"],
    ["nl"],
    "nl_NL_formal",
  ],
  ["with a region too", ["nl_NL_formal", "nl", "en"], ["nl-NL"], "nl_NL_formal"],
  ["and under the name that WordPress gives it", ["nl_NL_formal", "nl", "en"], ["nl_NL_formal"], "nl_NL_formal"],
  ["a site that lists informal Dutch first gets that", ["nl", "nl_NL_formal"], ["nl-NL"], "nl"],
  ["another region is better than another language", ["nl_NL_formal", "en"], ["nl-BE", "en"], "nl_NL_formal"],
  ["the page's own region comes first", ["pt_PT", "pt_BR"], ["pt-BR"], "pt_BR"],
  ["the page goes before the browser", ["nl_NL_formal", "en"], ["en-GB", "nl"], "en"],
  ["a page without a language follows the browser", ["nl_NL_formal", "en"], ["", "en-US"], "en"],
  ["a Norwegian page gets Bokmål under the name that most pages use", ["en", "nb"], ["no"], "nb"],
  ["and one in Nynorsk as well", ["en", "nb"], ["nn-NO"], "nb"],
  ["but no other language that begins so", ["en", "nb"], ["nog"], "en"],
  ["else the site's first", ["nl_NL_formal", "en"], ["fi"], "nl_NL_formal"],
];

for (const [name, offered, wanted, chosen] of cases)
  test(name, () => {
    assert.equal(chooseLanguage(offered, wanted), chosen);
  });
