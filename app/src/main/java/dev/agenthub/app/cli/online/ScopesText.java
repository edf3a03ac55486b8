package dev.agenthub.app.cli.online;

import dev.agenthub.api.ConnectionScopes;
import java.util.LinkedHashSet;
import java.util.Set;

/** Formats a connection's scopes or authorization details, one a line, with their grant and the tools that need them. */
final class ScopesText {
    private ScopesText() {}

    static String of(ConnectionScopes scopes) {
        StringBuilder text = new StringBuilder();
        Set<String> needed = new LinkedHashSet<>();
        scopes.needed().forEach(scope -> {
            needed.add(scope.scope());
            line(text, scope.scope(), scopes, scope.required());
            scope.tools().forEach(user -> text.append("    ").append(user.agent()).append("  ").append(user.tool())
                    .append('\n'));
        });
        scopes.granted().stream().filter(scope -> !needed.contains(scope))
                .forEach(scope -> line(text, scope, scopes, false));
        return text.toString();
    }

    private static void line(StringBuilder text, String scope, ConnectionScopes scopes, boolean required) {
        text.append(scope).append("  ").append(isGranted(scope, scopes) ? "granted" : "not granted");
        mark(text, required, "needed by the service itself");
        mark(text, scopes.missing().contains(scope), "missing");
        mark(text, scopes.unused().contains(scope), "unused");
        mark(text, scopes.unasked().contains(scope), "not asked for");
        text.append('\n');
    }

    /**
     * Whether a scope is granted. Derived from the missing ones: a provider may have extended an authorization detail, which then differs.
     */
    private static boolean isGranted(String scope, ConnectionScopes scopes) {
        return !scopes.granted().isEmpty() && !scopes.missing().contains(scope);
    }

    private static void mark(StringBuilder text, boolean holds, String words) {
        if (holds) {
            text.append(", ").append(words);
        }
    }
}
