package dev.agenthub.server.http.metrics;

import static dev.agenthub.server.http.Endpoint.get;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.server.approvals.decide.OverrideAlerts;
import dev.agenthub.server.approvals.requests.PendingAges;
import dev.agenthub.server.events.EventStream;
import dev.agenthub.server.execution.Executions;
import dev.agenthub.server.http.Problems;
import dev.agenthub.server.http.Route;
import dev.agenthub.server.http.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Serves the backend's metrics in the Prometheus text format 0.0.4. Labels are methods, routes,
 * statuses and codes only, never anything of an organization, since many tenants share a backend.
 */
public final class Metrics implements Routes {
    private static final String STARTED = "agenthub-started";

    private final EventStream events;
    private final Executions executions;
    private final PendingAges pending;
    private final OverrideAlerts overrides;
    private final MetricsAccess access;
    private final Map<String, LongAdder> requests = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> problems = new ConcurrentHashMap<>();
    private final Map<String, Latency> latencies = new ConcurrentHashMap<>();

    /** Creates the route; {@code access} decides who may read it. */
    public Metrics(EventStream events, Executions executions, PendingAges pending, OverrideAlerts overrides,
            MetricsAccess access) {
        this.events = events;
        this.executions = executions;
        this.pending = pending;
        this.overrides = overrides;
        this.access = access;
    }

    @Override
    public void around(RoutesConfig config) {
        config.before(context -> context.attribute(STARTED, System.nanoTime()));
        config.after(this::count);
    }

    @Override
    public List<Route> routes() {
        return List.of(get("/metrics",
                "Numbers for Prometheus, for callers on the backend's own machine or with the token of its metrics.token")
                .refuses(ErrorCode.UNAUTHENTICATED).writes("text/plain", call -> {
                    access.require(call.context());
                    call.context().contentType("text/plain; version=0.0.4; charset=utf-8").result(text());
                }));
    }

    private void count(Context context) {
        String route = "method=\"" + context.method() + "\",route=\"" + route(context) + "\"";
        requests.computeIfAbsent(route + ",status=\"" + context.statusCode() + "\"", _ -> new LongAdder()).increment();
        String code = Problems.codeOf(context);
        if (code != null) {
            problems.computeIfAbsent("code=\"" + code + "\"", _ -> new LongAdder()).increment();
        }
        Long started = context.attribute(STARTED);
        if (started != null) {
            latencies.computeIfAbsent(route, _ -> new Latency()).add(System.nanoTime() - started);
        }
    }

    /** The route's pattern; the requested path could have any value and would make unbounded labels. */
    private static String route(Context context) {
        var endpoint = context.endpoints().matchedHttpEndpoint();
        return endpoint == null ? "none" : endpoint.path.replaceAll("[\"\\\\\n]", "_");
    }

    private String text() {
        MetricsText text = new MetricsText();
        text.gauge("agenthub_up", "Whether this backend serves.", 1);
        text.gauge("agenthub_runs_under_way", "Calls that this backend is making.", executions.underWay());
        text.gauge("agenthub_listening_organizations", "Organizations with somebody listening at this backend.",
                events.listening().size());
        PendingAges.Count waiting = pending.count();
        text.head("agenthub_pending_requests", "gauge", "Requests that wait for decisions, of at most that age.");
        waiting.youngerThan().forEach((age, count) -> text.sample("agenthub_pending_requests",
                "age=\"" + age.toSeconds() + "\"", count));
        text.sample("agenthub_pending_requests", "age=\"+Inf\"", waiting.all());
        text.gauge("agenthub_oldest_pending_request_seconds", "How long the oldest of them has waited.",
                waiting.oldest().toSeconds());
        text.gauge("agenthub_overrides_unacknowledged",
                "Overrides that nobody has acknowledged but the member who overrode.", overrides.unacknowledged());
        text.head("agenthub_runs_total", "counter", "Runs of this backend that ended.");
        executions.counts().outcomes()
                .forEach((outcome, count) -> text.sample("agenthub_runs_total", "outcome=\"" + outcome + "\"", count));
        text.head("agenthub_run_seconds_total", "counter", "Time that their calls took.");
        text.sample("agenthub_run_seconds_total", "", executions.counts().calling().toNanos() / 1e9);
        text.head("agenthub_runs_refused_total", "counter", "Approved requests that were refused to run.");
        executions.counts().refusals()
                .forEach((code, count) -> text.sample("agenthub_runs_refused_total", "code=\"" + code + "\"", count));
        text.head("agenthub_http_requests_total", "counter", "Answers.");
        new TreeMap<>(requests)
                .forEach((labels, count) -> text.sample("agenthub_http_requests_total", labels, count.sum()));
        text.head("agenthub_http_problems_total", "counter", "Answers that were refusals or failures.");
        new TreeMap<>(problems)
                .forEach((labels, count) -> text.sample("agenthub_http_problems_total", labels, count.sum()));
        text.head("agenthub_http_request_seconds", "histogram", "Time until the answer.");
        new TreeMap<>(latencies).forEach((labels, latency) -> latency.write(text, "agenthub_http_request_seconds",
                labels));
        return text.toString();
    }
}
