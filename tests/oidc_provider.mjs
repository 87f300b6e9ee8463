// oidc-provider from npm, as an office's provider.
// Arguments: the folder where it is installed, port, client, secret, address.
import { createRequire } from "node:module";

const [folder, port, client, secret, back] = process.argv.slice(2);
const found = createRequire(`${folder}/`).resolve("oidc-provider");
const { Provider } = await import(found);
const provider = new Provider(`http://127.0.0.1:${port}`, {
    clients: [
        {
            client_id: client,
            client_secret: secret,
            redirect_uris: [back],
            post_logout_redirect_uris: [new URL("/account/sign-in/", back).href],
        },
    ],
    claims: { openid: ["sub"], profile: ["preferred_username"] },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: `n-${id}`, preferred_username: id }) }),
});
provider.listen(Number(port), "127.0.0.1");
