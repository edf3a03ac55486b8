package dev.agenthub.server.sandbox;

import dev.agenthub.server.agents.AuthorizationDetail;
import java.util.List;
import java.util.Map;

/** The HTML page on which a person consents at the sandbox's authorization server. */
final class ConsentPage {
    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>Sandbox</title>
            <style>
              body { font: 16px/1.5 system-ui, sans-serif; max-width: 34em; margin: 4em auto; padding: 0 1em; color: #222; }
              button { font: inherit; padding: .5em 1.2em; margin-right: .5em; }
              @media (prefers-color-scheme: dark) { body { background: #1b1d20; color: #e6e6e6; } }
            </style>
            <h1>Sandbox</h1>
            %s
            </html>
            """;

    private ConsentPage() {}

    /** The form field of the authorization detail at this index; sent where its box is ticked. */
    static String granted(int place) {
        return "grant-" + place;
    }

    /** The page that asks for consent to scopes and authorization details; its form repeats the request's parameters. */
    static String of(String path, Map<String, String> asked, List<AuthorizationDetail> details) {
        StringBuilder form = new StringBuilder("<p>AgentHub asks for access to the sandbox. It may then:</p><ul>");
        for (String scope : asked.getOrDefault("scope", "").split(" ", -1)) {
            form.append("<li><code>").append(escaped(scope)).append("</code></li>");
        }
        form.append("</ul>");
        if (asked.containsKey("user_code")) {
            form.append("<p>Allow it only if AgentHub shows you this code: <strong>")
                    .append(escaped(asked.getOrDefault("user_code", ""))).append("</strong></p>");
        }
        form.append("<form method=\"post\" action=\"").append(path).append("\">");
        for (int place = 0; place < details.size(); place++) {
            form.append("<p><label><input type=\"checkbox\" checked name=\"").append(granted(place)).append("\"> ")
                    .append(escaped(RefundLimit.of(details.get(place)).words())).append("</label></p>");
        }
        asked.forEach((name, value) -> form.append("<input type=\"hidden\" name=\"").append(escaped(name))
                .append("\" value=\"").append(escaped(value)).append("\">"));
        return PAGE.formatted(form.append("<button name=\"decision\" value=\"allow\">Allow</button>")
                .append("<button name=\"decision\" value=\"deny\">Deny</button></form>"));
    }

    /** The page that asks for the user code of the device flow; {@code typed} was not a valid code. */
    static String typing(String path, String typed) {
        return PAGE.formatted((typed.isEmpty() ? "" : "<p>The sandbox knows no such code, or not any more.</p>")
                + "<form method=\"get\" action=\"" + path + "\"><p><label>The code that AgentHub shows: "
                + "<input name=\"user_code\" autocomplete=\"off\" required></label></p>"
                + "<button>Go on</button></form>");
    }

    static String decided() {
        return PAGE.formatted("<p>The sandbox has your answer. Go back to AgentHub.</p>");
    }

    static String refusal() {
        return PAGE.formatted("<p>This request is not one that the sandbox understands. Begin again in AgentHub.</p>");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
