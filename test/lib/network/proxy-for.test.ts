import { describe, expect, test } from "vitest";
import { createProxyFor, parseProxy, proxyAuthorization } from "../../../src/lib/network/proxy-for.ts";

const proxies = { http_proxy: "http://plain.example:3128", https_proxy: "proxy.example:8080" };

test.each([
  ["http://shop.example/x", "plain.example:3128"],
  ["ws://shop.example/x", "plain.example:3128"],
  ["https://shop.example/x", "proxy.example:8080"],
  ["wss://shop.example/x", "proxy.example:8080"],
])("%s goes through %s", (url, proxy) => {
  expect(createProxyFor(proxies)(url)?.host).toBe(proxy);
});

test("without a proxy for its protocol an address is reached directly", () => {
  expect(createProxyFor({ http_proxy: "http://plain.example" })("https://shop.example")).toBeUndefined();
  expect(createProxyFor({})("http://shop.example")).toBeUndefined();
});

describe("no_proxy", () => {
  test.each([
    ["shop.example", "https://shop.example", true],
    ["shop.example", "https://www.shop.example", true],
    ["shop.example", "https://workshop.example", false],
    [".shop.example", "https://www.shop.example", true],
    ["*.shop.example", "https://www.shop.example", true],
    ["SHOP.example.", "https://shop.EXAMPLE", true],
    ["shop.example:8443", "https://shop.example:8443", true],
    ["shop.example:8443", "https://shop.example", false],
    ["shop.example:443", "https://shop.example", true],
    ["a.example, b.example", "https://b.example", true],
    ["a.example b.example", "https://b.example", true],
    ["*", "https://anything.example", true],
    ["127.0.0.1", "http://127.0.0.1:4040", true],
    ["127.0.0.1:4041", "http://127.0.0.1:4040", false],
    ["10.0.0.0/8", "http://10.20.30.40", true],
    ["10.0.0.0/8", "http://11.20.30.40", false],
    ["10.0.0.0/8", "http://ten.example", false],
    ["10.0.0.0/99", "http://10.20.30.40", false],
    ["::1", "http://[::1]:4040", true],
    ["[::1]:4040", "http://[::1]:4040", true],
    ["[::1]:4041", "http://[::1]:4040", false],
    ["fd00::/8", "http://[fd00::1]", true],
    ["", "https://shop.example", false],
    [" , ,", "https://shop.example", false],
  ])("%j leaves out %s: %s", (no_proxy, url, isLeftOut) => {
    expect(createProxyFor({ ...proxies, no_proxy })(url) === undefined).toBe(isLeftOut);
  });
});

test("a login is read as it was encoded; what is no address of a proxy is none", () => {
  const login = ["mail%40box", "p%3Aw"].join(":");
  const sent = proxyAuthorization(parseProxy(`http://${login}@proxy.example`)!);
  expect(Buffer.from(sent!.replace("Basic ", ""), "base64").toString()).toBe("mail@box:p:w");
  expect(proxyAuthorization(parseProxy("http://proxy.example")!)).toBeUndefined();
  expect(parseProxy("socks5://proxy.example")).toBeUndefined();
});
