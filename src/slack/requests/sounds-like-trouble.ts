/** What people name when something is wrong, and how such a sentence begins. */
const subject =
  /^(clay|enrich\w*|webhooks?|waterfalls?|rows?|leads?|records?|contacts?|tables?|columns?|cells?|credits?|crm|hubspot|salesforce|sync\w*|data|providers?|everything|nothing|it|it's|its)$/i;
const opening =
  /^(is|are|the|our|my|all|no|new|we|why's|help|omg|hey|hi|hello|please|sos|urgent|emergency)$/i;

/** That it is wrong. */
const wrong =
  /\b(down|broken|broke|breaks|stopped|stops|dead|died|fail(s|ed|ing|ure)?|offline|outage|stuck|hang(s|ing)?|crash(ed|es)?|slow|gone|missing|empty|lost|urgent|emergency|sos|errors?|(not|never|nothing is|isn't|isnt|aren't|arent|doesn't|doesnt|don't|dont|won't|wont|can't|cant|cannot) (be )?(work|com|run|arriv|show|updat|enrich|sync|load|respond|deliver|get|reach|fill|process|happen)\w*|no (new |more )?(rows?|leads?|data|results?|contacts?|enrichments?)|(ran|running|run|are|is) out)\b/i;

/** That it is over, or somebody else's matter. */
const over =
  /\b(no longer|fixed|solved|resolved|works again|working again|back (up|to normal)|thanks|thank you)\b/i;

/**
 * Tells whether words that are no verb are those of somebody frightened ("clay down", "is clay broken?", "enrichment
 * stopped", "rows are not coming"), who needs triage and not a lesson in verbs.
 */
export function soundsLikeTrouble(typed: string): boolean {
  const text = typed.replaceAll("’", "'");
  const words = text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
  const [first = ""] = words;
  const begins = subject.test(first) || (opening.test(first) && words.some((word) => subject.test(word)));
  return begins && wrong.test(text) && !over.test(text);
}
