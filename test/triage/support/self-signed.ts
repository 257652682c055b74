import { generateKeyPairSync, sign } from "node:crypto";

export type KeyAndCertificate = { key: string; cert: string };

/**
 * A key and a certificate for a host that nobody vouches for, made on the spot: the smallest X.509 there is. Good for
 * ten years either side of 2026.
 */
export function makeSelfSigned(host = "127.0.0.1"): KeyAndCertificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = sequence(der(0x31, sequence(oid("550403"), der(0x0c, Buffer.from(host)))));
  const validity = sequence(der(0x17, Buffer.from("160101000000Z")), der(0x17, Buffer.from("360101000000Z")));
  const algorithm = sequence(oid("2a8648ce3d040302"));
  const serial = der(0x02, Buffer.from([1]));
  const content = sequence(
    serial,
    algorithm,
    name,
    validity,
    name,
    publicKey.export({ type: "spki", format: "der" }),
  );
  const signature = der(0x03, Buffer.concat([Buffer.from([0]), sign("sha256", content, privateKey)]));
  const base64 = sequence(content, algorithm, signature).toString("base64").replace(/.{64}/g, "$&\n");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
  };
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, "hex"));
}
