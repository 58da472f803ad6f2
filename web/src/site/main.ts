/** What the server's pages do beyond what they do without a script: colours, the keyboard, forms, marks. */

import { forms } from "./forms.ts";
import { keys } from "./keys.ts";
import { look } from "./look.ts";
import { marks } from "./marks.ts";

look();
document.addEventListener("DOMContentLoaded", () => {
  keys();
  forms();
  marks();
});
