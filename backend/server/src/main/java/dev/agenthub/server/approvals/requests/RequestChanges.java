package dev.agenthub.server.approvals.requests;

import dev.agenthub.api.RequestState;
import dev.agenthub.api.ServerEvent;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.server.common.Rows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Translates audit events about requests into server events for listeners, which then read the requests again. */
public final class RequestChanges {

    private RequestChanges() {}

    /**
     * One event for each request that the audit events are about, with its present state,
     * and the further server events that follow from them.
     */
    public static List<ServerEvent> of(Handle handle, UUID org, List<AuditEvent> entries) {
        Map<UUID, Boolean> requests = new LinkedHashMap<>();
        for (AuditEvent entry : entries) {
            Optional<UUID> named = id(entry.data(), "request");
            Optional<UUID> request = named.isPresent()
                    ? named
                    : id(entry.data(), "run").flatMap(run -> requestOf(handle, org, run));
            request.ifPresent(
                    id -> requests.merge(id, entry.type().equals(EventType.APPROVAL_REQUESTED), Boolean::logicalOr));
        }
        List<ServerEvent> news = new ArrayList<>();
        requests.forEach((request, isNew) -> state(handle, org, request).ifPresent(state -> {
            news.add(isNew ? ServerEvent.created(request, state) : ServerEvent.changed(request, state));
            if (says(entries, EventType.OVERRIDE_USED, request)) {
                news.add(ServerEvent.overridden(request, state));
            }
            if (says(entries, EventType.ALERT_ACKNOWLEDGED, request)) {
                news.add(ServerEvent.acknowledged(request, state));
            }
        }));
        return news;
    }

    private static boolean says(List<AuditEvent> entries, String type, UUID request) {
        return entries.stream().anyMatch(
                entry -> entry.type().equals(type) && id(entry.data(), "request").filter(request::equals).isPresent());
    }

    private static Optional<UUID> id(JsonObject data, String member) {
        if (!(data.get(member) instanceof JsonString(String text))) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<UUID> requestOf(Handle handle, UUID org, UUID run) {
        return handle.createQuery("select request_id from hub.run where org_id = :org and id = :run")
                .bind("org", org).bind("run", run).map((row, _) -> Rows.uuid(row, "request_id")).findOne();
    }

    private static Optional<RequestState> state(Handle handle, UUID org, UUID request) {
        return handle.createQuery("select state from hub.approval_request where org_id = :org and id = :request")
                .bind("org", org).bind("request", request)
                .map((row, _) -> RequestState.valueOf(row.getString("state").toUpperCase(Locale.ROOT))).findOne();
    }
}
