import { signatureHeaders } from "../delivery/http.ts";
import type { Slack } from "../slack.ts";

/** Sends the url_verification challenge to an address. True when the answer holds it. */
export async function verifyRequestUrl(slack: Slack, address: string): Promise<boolean> {
  const challenge = slack.ids.secret();
  const body = JSON.stringify({ token: "local-verification-token", challenge, type: "url_verification" });
  const headers = signatureHeaders(slack.app.signingSecret, body, Math.floor(Date.now() / 1000));
  const response = await fetch(address, {
    method: "POST",
    body,
    headers: { "content-type": "application/json", ...headers },
  });
  return response.ok && (await response.text()).includes(challenge);
}
