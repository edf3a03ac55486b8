package dev.agenthub.app.ui.approvals.request;

import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonObject;

/**
 * Where a payload goes, as its bytes say it: the whole address, cut where the host begins and ends so that it can stand out; of a change
 * its kind and what it changes.
 *
 * @param method such as {@code POST}, {@code MCP}, or {@code changes}
 * @param before what precedes the host, such as {@code https://}
 * @param host the host without a port; for an MCP call its server; for a change what is changed
 * @param after the rest, all of it
 */
public record CallTarget(String method, String before, String host, String after) {
    /** Reads it from a payload (SPEC.md §2). */
    static CallTarget of(JsonObject payload) {
        if (payload.get("subject") instanceof JsonObject subject) {
            return new CallTarget("changes", subject.string("kind") + " ",
                    subject.string("id"), "");
        }
        JsonObject call = payload.object("call");
        if (call.get("http") instanceof JsonObject http) {
            return ofUrl(http.string("method"), http.string("url"));
        }
        JsonObject mcp = call.object("mcp");
        return new CallTarget("MCP", "", mcp.string("server"), " " + mcp.string("tool"));
    }

    private static CallTarget ofUrl(String method, String url) {
        int authority = url.indexOf("://") + 3;
        if (authority < 3) {
            throw new EvidenceException("PAYLOAD_INVALID", "The payload’s address has no host.");
        }
        int end = authority;
        while (end < url.length() && "/?#\\".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        int host = Math.max(authority, url.lastIndexOf('@', end - 1) + 1);
        int port = url.lastIndexOf(':', end - 1);
        int hostEnd = port >= host && url.indexOf(']', port) < 0 ? port : end;
        return new CallTarget(method, url.substring(0, host), url.substring(host, hostEnd), url.substring(hostEnd));
    }

    /** Method and address in one line, with marks. */
    public String line() {
        return HiddenCharacters.marked(method + " " + before + host + after);
    }
}
