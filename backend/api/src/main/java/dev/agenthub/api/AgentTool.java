package dev.agenthub.api;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing that an agent can do.
 *
 * @param name by which the agent asks for it
 * @param title how a request of it will be called; {@code {name}} stands for an argument
 * @param risk how much harm it can do
 * @param connector the id of the connector that its calls go through
 * @param connectorName that connector's name
 * @param method of HTTP, of its calls
 * @param url where its calls go; {@code {name}} stands for an argument
 * @param scopes what the connection must allow
 * @param authorizationDetails what it must allow that scopes can't say (RFC 9396), each detail in its canonical form (RFC 8785)
 * @param arguments the names of its arguments
 * @param attachments how its calls carry files; null where it sends none
 * @param from which tool of which service it is, as the manifest names it; null where the
 *        manifest writes it out, and for an agent that is installed
 * @param digest of its definition, which every payload repeats
 */
public record AgentTool(String name, String title, Risk risk, UUID connector, String connectorName, String method,
        String url, List<String> scopes, List<String> authorizationDetails, List<String> arguments,
        @Nullable SentAttachments attachments, @Nullable String from, String digest) {

    public AgentTool {
        name = Check.text("name", name, 200);
        title = Check.present("title", title);
        risk = Check.present("risk", risk);
        connector = Check.present("connector", connector);
        connectorName = Check.present("connectorName", connectorName);
        method = Check.present("method", method);
        url = Check.present("url", url);
        scopes = Check.list("scopes", scopes);
        authorizationDetails = Check.list("authorizationDetails", authorizationDetails);
        arguments = Check.list("arguments", arguments);
        digest = Check.hash("digest", digest);
    }
}
