package dev.agenthub.server.http.openapi;

import dev.agenthub.server.http.Operation;
import dev.agenthub.server.http.Operation.Credential;
import java.util.Arrays;

/** The tags of the OpenAPI description (OpenAPI 3.1, Tag Object), which group operations by subject. */
enum ApiTag {
    AGENT_API("Agent API", "What an agent calls with its key", ""),
    REQUESTS("Requests", "Requests that members see, decide, edit and take back", "requests|delegations|alerts"),
    POLICIES("Policies", "Which approvals actions and changes of the rules need", "policies|governance"),
    AGENTS("Agents", "Agents, their manifests and keys", "agents"),
    CONNECTIONS("Connections", "Services that agents reach, and what they may do there",
            "connections|connectors|authorizations|budgets|reservations|rates"),
    MEMBERS("Members", "Members, and the workspaces and groups they are in", "members|workspaces|groups"),
    SESSIONS("Sessions", "Joining, signing in, and the caller's own devices", "enrolments|sessions|me"),
    AUDIT("Audit", "The audit log and its exports", "audit"),
    SERVER("Server", "The server itself, and what changes on it", "health|metrics|events|openapi\\.json");

    private final String title;
    private final String description;
    /** The tag's paths, as a regular expression. */
    private final String roots;

    ApiTag(String title, String description, String roots) {
        this.title = title;
        this.description = description;
        this.roots = roots;
    }

    String title() {
        return title;
    }

    String description() {
        return description;
    }

    /** The tag of an operation: by credential, and by the first path segment after the version. */
    static ApiTag of(Operation operation) {
        if (operation.credential() == Credential.AGENT_KEY) {
            return AGENT_API;
        }
        String root = operation.path().replaceFirst("^/(v1/)?", "").split("/", 2)[0];
        return Arrays.stream(values()).filter(tag -> root.matches(tag.roots)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No tag has " + operation.route()));
    }
}
