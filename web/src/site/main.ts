/** What the server's pages do beyond what they do without a script: colours, the keyboard, marks and forms. */

import { look } from "./look.ts";

look();
