package dev.agenthub.api;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A tool that an agent can use.
 *
 * @param name by which the agent asks for it
 * @param title the title of its requests; {@code {name}} stands for an argument
 * @param risk how much harm it can do
 * @param connector the id of the connector that its calls go through
 * @param connectorName that connector's name
 * @param method of HTTP, of its calls
 * @param url where its calls go; {@code {name}} stands for an argument
 * @param scopes what the connection must allow
 * @param authorizationDetails permissions that the connection must have and scopes cannot express (RFC 9396), each detail in its
 *        canonical form (RFC 8785)
 * @param arguments the names of its arguments
 * @param attachments how its calls carry files; null where it sends none
 * @param from the tool of the catalog that the manifest refers to; null where the manifest defines the tool itself, and for an installed
 *        agent
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
