import { registerHooks } from "node:module";
import { expect, onTestFinished, test } from "vitest";
import { drawAside } from "../../../src/postmortem/picture/draw-aside.ts";
import { type Picture, picture } from "../../../src/postmortem/picture/picture.ts";
import { at } from "../../support/given.ts";
import { webhookOutage } from "../../support/outages.ts";

const drawn = picture(webhookOutage().stream, { now: at(120), redact: (text) => text });

test("a picture is drawn in another thread than requests are answered in", async () => {
  const loadedHere: string[] = [];
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      loadedHere.push(specifier);
      return next(specifier, context);
    },
  });
  onTestFinished(() => hooks.deregister());
  const png = Buffer.from(await drawAside(drawn));
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  expect(loadedHere.filter((specifier) => /vega|resvg/.test(specifier))).toEqual([]);
});

test("what goes wrong there is told as it is, and the next picture is drawn all the same", async () => {
  const broken = { ...drawn, lanes: null } as unknown as Picture;
  const [refused, next] = await Promise.allSettled([drawAside(broken), drawAside(drawn)]);
  expect(refused).toMatchObject({ status: "rejected", reason: expect.any(TypeError) });
  expect((refused as PromiseRejectedResult).reason.stack).toContain("picture-spec.ts");
  expect(next.status).toBe("fulfilled");
});
