// A real provider of OpenID Connect on loopback, for tests. Started with a JSON argument: {port, redirects, secret}.
// Each client but the first two misbehaves by its name, in one point of the ID token.
import { createServer } from "node:http";
import { generateKeyPair, exportJWK, SignJWT, UnsecuredJWT, decodeJwt } from "jose";
import { Provider } from "oidc-provider";

const { port, redirects, secret } = JSON.parse(process.argv[2]);
const issuer = `http://127.0.0.1:${port}`;
const pair = async () => generateKeyPair("RS256", { extractable: true });
const [own, foreign] = [await pair(), await pair()];
const jwk = { ...(await exportJWK(own.privateKey)), kid: "own", alg: "RS256", use: "sig" };

const signed = (claims, key = own.privateKey, kid = "own") => new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid }).sign(key);
const now = () => Math.floor(Date.now() / 1000);
const spoil = {
  unsigned: (claims) => new UnsecuredJWT(claims).encode(),
  "other-audience": (claims) => signed({ ...claims, aud: "somebody-else" }),
  "other-issuer": (claims) => signed({ ...claims, iss: "http://127.0.0.1:1" }),
  "other-key": (claims) => signed(claims, foreign.privateKey),
  outdated: (claims) => signed({ ...claims, iat: now() - 7200, exp: now() - 3600 }),
  "without-nonce": ({ nonce, ...claims }) => signed(claims),
};

const provider = new Provider(issuer, {
  clients: ["lingtan", "hasty", ...Object.keys(spoil)].map((client_id) => ({
    client_id, client_secret: secret, redirect_uris: redirects,
  })),
  jwks: { keys: [jwk] },
  cookies: { keys: ["of the tests"] },
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  ttl: { AuthorizationCode: (ctx, token, client) => (client.clientId === "hasty" ? 1 : 60) },
  // Whoever types a name is that person; only addresses of example.com were verified.
  findAccount: (ctx, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: id, email_verified: id.endsWith("@example.com"), name: id.split("@")[0] }),
  }),
});
provider.use(async (ctx, next) => {
  await next();
  const change = spoil[ctx.oidc?.client?.clientId];
  if (ctx.oidc?.route === "token" && ctx.body?.id_token && change) {
    ctx.body = { ...ctx.body, id_token: await change(decodeJwt(ctx.body.id_token)) };
  }
});
createServer(provider.callback()).listen(port, "127.0.0.1", () => console.log("ready"));
