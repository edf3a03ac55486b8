package dev.agenthub.server.http;

import dev.agenthub.server.http.events.EventStream;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

/**
 * Numbers for Prometheus, in its text format 0.0.4. Labels are methods, routes and statuses, never anything of an organization's; so many tenants there
 * are, and nothing about any of them.
 */
public final class Metrics implements Routes {
    private static final String STARTED = "agenthub-started";

    private final EventStream events;
    private final IntSupplier runs;
    private final Map<String, LongAdder> requests = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> nanos = new ConcurrentHashMap<>();

    /**
     * Makes the route.
     *
     * @param runs how many runs are under way in this process
     */
    public Metrics(EventStream events, IntSupplier runs) {
        this.events = events;
        this.runs = runs;
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.before(context -> context.attribute(STARTED, System.nanoTime()));
        routes.after(this::count);
        routes.get("/metrics",
                context -> context.contentType("text/plain; version=0.0.4; charset=utf-8").result(text()));
    }

    private void count(Context context) {
        String route = "method=\"" + context.method() + "\",route=\"" + route(context) + "\"";
        requests.computeIfAbsent(route + ",status=\"" + context.statusCode() + "\"", _ -> new LongAdder()).increment();
        Long started = context.attribute(STARTED);
        if (started != null) {
            nanos.computeIfAbsent(route, _ -> new LongAdder()).add(System.nanoTime() - started);
        }
    }

    /** The route's pattern; what was really asked for could be anything. */
    private static String route(Context context) {
        var endpoint = context.endpoints().matchedHttpEndpoint();
        return endpoint == null ? "none" : endpoint.path.replaceAll("[\"\\\\\n]", "_");
    }

    private String text() {
        StringBuilder text = new StringBuilder(4_096);
        text.append("# HELP agenthub_up Whether this backend serves.\n# TYPE agenthub_up gauge\nagenthub_up 1\n");
        text.append("# HELP agenthub_runs_under_way Calls that this backend is making.\n")
                .append("# TYPE agenthub_runs_under_way gauge\nagenthub_runs_under_way ").append(runs.getAsInt())
                .append('\n');
        text.append("# HELP agenthub_listening_organizations Organizations with somebody listening at this backend.\n")
                .append("# TYPE agenthub_listening_organizations gauge\nagenthub_listening_organizations ")
                .append(events.listening().size()).append('\n');
        text.append("# HELP agenthub_http_requests_total Answers.\n# TYPE agenthub_http_requests_total counter\n");
        new TreeMap<>(requests).forEach((labels, count) -> text.append("agenthub_http_requests_total{").append(labels)
                .append("} ").append(count.sum()).append('\n'));
        text.append("# HELP agenthub_http_request_seconds_total Time until the answer.\n")
                .append("# TYPE agenthub_http_request_seconds_total counter\n");
        new TreeMap<>(nanos).forEach((labels, sum) -> text.append("agenthub_http_request_seconds_total{").append(labels)
                .append("} ").append(sum.sum() / 1e9).append('\n'));
        return text.toString();
    }
}
