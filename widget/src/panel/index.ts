/** The second layer. Fetched when it is first needed, or just before. */

import type { PanelFile } from "../baked";
import { makePanel } from "./panel";

declare const AKKOORD: PanelFile;

(document.currentScript as HTMLScriptElement).akkoord?.(makePanel, AKKOORD);
