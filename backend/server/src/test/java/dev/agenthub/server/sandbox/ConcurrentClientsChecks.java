package dev.agenthub.server.sandbox;

import dev.agenthub.api.RequestState;
import dev.agenthub.evidence.verify.report.PartState;
import dev.agenthub.evidence.verify.report.Report;
import dev.agenthub.server.ExportedLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Compares an organization's exported log, the calls that its provider received, and the answers that its clients received. */
final class ConcurrentClientsChecks {

    private static final Map<String, Integer> APPROVALS = Map.of("messages.send", 0, "tickets.create", 1,
            "refunds.create", 2);

    /** A request as the log tells of it. */
    private static final class Logged {
        private final String tool;
        private final String payloadHash;
        private final Map<String, String> votes = new HashMap<>();
        private String state = "open";

        private Logged(String tool, String payloadHash) {
            this.tool = tool;
            this.payloadHash = payloadHash;
        }

        private boolean met() {
            return votes.values().stream().filter("approve"::equals).count() >= Objects
                    .requireNonNull(APPROVALS.get(tool));
        }
    }

    private final ClientAnswers told;
    private final List<String> faults = new ArrayList<>();
    private final Map<UUID, Logged> requests = new LinkedHashMap<>();
    private final Map<String, UUID> runs = new HashMap<>();
    private final Set<String> statements = new HashSet<>();
    private final JsonMapper mapper = new JsonMapper();

    ConcurrentClientsChecks(ClientAnswers told) {
        this.told = told;
    }

    /** How many requests of the log are so. */
    long count(String state) {
        return requests.values().stream().filter(request -> request.state.equals(state)).count();
    }

    /** What came of it, for people to read. */
    String summary() {
        return requests.values().stream().collect(Collectors.groupingBy(request -> request.state, TreeMap::new,
                Collectors.counting())) + ", " + statements.size() + " decisions, " + told.answers + " answers, "
                + told.lost + " lost";
    }

    List<String> faults(ExportedLog log, Map<UUID, Integer> calls, Function<UUID, RequestState> states) {
        faults.addAll(told.faults());
        log.events().forEach(event -> read(event.get("type").asString(), event.get("data")));
        requireVerified(log.report());
        requireTold();
        requests.forEach((id, request) -> judge(id, request, calls.getOrDefault(id, 0), states.apply(id)));
        return faults;
    }

    /** The log is whole and continues what was kept of it, and the controls were replayed over everything that ran. */
    private void requireVerified(Report report) {
        report.findings().forEach(finding -> faults.add("The verifier: " + finding));
        if (!report.isVerified() || !report.pinned() || report.parts().controls() != PartState.PASSED
                || report.controls().runs() != runs.size() || report.controls().decisions() != statements.size()
                || report.controls().decisionsVerified() != statements.size() || report.controls().notJudged() != 0) {
            faults.add("The verifier: " + report.toText());
        }
    }

    private void read(String type, JsonNode data) {
        switch (type) {
            case "approval.requested" -> {
                var request = new Logged(data.get("tool").asString(), data.get("payloadHash").asString());
                if (requests.put(id(data), request) != null) {
                    faults.add("Requested twice: " + data);
                }
            }
            case "approval.decided" -> {
                JsonNode said = mapper.readTree(data.get("statement").asString());
                String decision = said.get("decision").asString();
                if (!statements.add(data.get("statement").asString())) {
                    faults.add("Decided twice: " + said);
                }
                open(data).votes.put(said.get("member").asString(), decision);
                if (decision.equals("deny")) {
                    open(data).state = "denied";
                }
            }
            case "approval.cancelled" -> open(data).state = "cancelled";
            case "run.started" -> {
                Logged request = open(data);
                if (!request.met()) {
                    faults.add("Ran without its approvals: " + data);
                }
                request.state = "executing";
                runs.put(data.get("run").asString(), id(data));
            }
            case "run.finished" -> {
                Logged request = known(runs.get(data.get("run").asString()));
                if (!request.state.equals("executing")) {
                    faults.add("The end of a run of what was " + request.state + ": " + data);
                }
                request.state = data.get("outcome").asString();
            }
            case "run.refused", "approval.expired" -> faults.add(type + ": " + data);
            default -> {
                // Of something else.
            }
        }
    }

    private static UUID id(JsonNode data) {
        return UUID.fromString(data.get("request").asString());
    }

    private Logged known(@Nullable UUID request) {
        return Objects.requireNonNull(requests.get(request), "a request that nobody made");
    }

    private Logged open(JsonNode data) {
        Logged request = known(id(data));
        if (!request.state.equals("open")) {
            faults.add("About a request that was " + request.state + ": " + data);
        }
        return request;
    }

    /** What clients were told stands in the log, and nothing else does. */
    private void requireTold() {
        Set<UUID> submitted = new HashSet<>();
        told.submitted.forEach(one -> {
            Logged request = requests.get(one.request());
            submitted.add(one.request());
            if (request == null || !request.payloadHash.equals(one.payloadHash())) {
                faults.add("Not in the log: " + one);
            }
        });
        requests.keySet().stream().filter(id -> !submitted.contains(id))
                .forEach(id -> faults.add("Nobody was told of " + id));
        told.decided.forEach((statement, accepted) -> {
            if (statements.contains(statement) != accepted) {
                faults.add((accepted ? "Not in the log: " : "Was refused, and is in the log: ") + statement);
            }
        });
        statements.stream().filter(statement -> !told.decided.containsKey(statement))
                .forEach(statement -> faults.add("Nobody was told of " + statement));
        told.cancelled.stream().filter(id -> !known(id).state.equals("cancelled"))
                .forEach(id -> faults.add("Was told to be cancelled, and is not: " + id));
    }

    private void judge(UUID id, Logged request, int calls, RequestState state) {
        boolean waits = request.state.equals("open") && !request.met();
        String expected = waits ? "pending" : request.state;
        if (!state.toString().equals(expected)) {
            faults.add(id + " is " + state + ", and by the log " + expected);
        }
        RequestState end = told.ends.get(id);
        if (end != null && end != state) {
            faults.add(id + " was told to be " + end + ", and is " + state);
        }
        boolean right = switch (request.state) {
            case "executed" -> calls == 1;
            case "unknown" -> calls <= 1;
            default -> calls == 0;
        };
        if (!right) {
            faults.add(id + " is " + state + ", and the provider was called " + calls + " times");
        }
    }
}
