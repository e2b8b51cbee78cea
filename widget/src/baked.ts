/** The types of what the backend bakes into the scripts; made from the wire types. */

import type { components } from "./wire";

export type SiteScript = components["schemas"]["SiteScript"];
export type BannerFile = components["schemas"]["BannerFile"];
export type PanelFile = components["schemas"]["PanelFile"];
export type DecisionRequest = components["schemas"]["DecisionRequest"];
export type DecisionResponse = components["schemas"]["DecisionResponse"];
export type DecisionRecord = components["schemas"]["DecisionRecord"];
export type DisplayRequest = components["schemas"]["DisplayRequest"];
export type UnknownRequest = components["schemas"]["UnknownRequest"];
export type ErrorResponse = components["schemas"]["ErrorResponse"];
export type Category = components["schemas"]["BannerCategory"]["id"];
export type How = DecisionRequest["how"];
export type Choices = Partial<Record<Category, boolean>>;
