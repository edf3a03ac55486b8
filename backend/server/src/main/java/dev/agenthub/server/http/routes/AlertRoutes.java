package dev.agenthub.server.http.routes;

import static dev.agenthub.api.Role.ADMIN;
import static dev.agenthub.api.Role.OWNER;
import static dev.agenthub.server.http.Endpoint.get;
import static dev.agenthub.server.http.Endpoint.post;
import static dev.agenthub.server.http.QueryParameter.CURSOR;
import static dev.agenthub.server.http.QueryParameter.LIMIT;

import dev.agenthub.api.Alert;
import dev.agenthub.api.AlertFilter;
import dev.agenthub.server.alerts.Alerts;
import dev.agenthub.server.http.QueryParameter;
import dev.agenthub.server.http.Route;
import dev.agenthub.server.http.Routes;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Routes of alerts, for owners and administrators. */
public final class AlertRoutes implements Routes {

    private static final QueryParameter<String> STATE = QueryParameter.word("state",
            "Only those that the caller has not acknowledged yet (open), only those that they have (acknowledged), or all, the default.",
            Stream.of(AlertFilter.values()).map(AlertFilter::toString).toList());

    private final Alerts alerts;

    public AlertRoutes(Alerts alerts) {
        this.alerts = alerts;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                get("/v1/alerts", "Overrides, and spending caps that are reached, the newest first")
                        .member(OWNER, ADMIN).query(STATE, CURSOR, LIMIT)
                        .answersPage(Alert.class, call -> alerts.list(call.caller(), filter(call.query(STATE)),
                                call.query(CURSOR), call.limit())),
                post("/v1/alerts/{id}/acknowledgement", "Records that the caller, and nobody else, has seen the alert")
                        .member(OWNER, ADMIN)
                        .answers(200, Alert.class, call -> alerts.acknowledge(call.caller(), call.id())));
    }

    private static AlertFilter filter(@Nullable String word) {
        return Stream.of(AlertFilter.values()).filter(filter -> filter.toString().equals(word)).findFirst()
                .orElse(AlertFilter.ALL);
    }
}
