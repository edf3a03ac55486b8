package dev.agenthub.server.interleavings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Delegation;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestEscalation;
import dev.agenthub.server.ExportedLog;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.interleavings.CallHistory.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Checks what must hold after everything has ended. */
final class FinalChecks {

    private static final Set<String> OPEN = Set.of("pending", "approved");

    private final World world;
    private final List<Step> steps;
    private final boolean inTurn;

    FinalChecks(World world, List<Step> steps, boolean inTurn) {
        this.world = world;
        this.steps = steps;
        this.inTurn = inTurn;
    }

    void pass(Path folder) throws IOException {
        List<String> faults = new ArrayList<>();
        List<JsonNode> events = List.of();
        List<TestClient> auditors = new ArrayList<>();
        // Ends what is due, so that nothing happens any more after the export.
        var _ = world.auditor(0).get("/v1/requests?limit=1").as(Object.class);
        for (int backend = 0; backend < world.backends.count(); backend++) {
            TestClient auditor = world.auditor(backend);
            auditors.add(auditor);
            ExportedLog log = ExportedLog.take(auditor, folder);
            log.report().findings().stream().filter(finding -> !finding.code().equals("UNPINNED"))
                    .forEach(finding -> faults.add("The verifier: " + finding));
            if (!log.report().isVerified()) {
                faults.add("The verifier: " + log.report().toText());
            }
            events = log.events();
        }
        faults.addAll(AnswerChecks.faults(steps, events, world.begin));
        LogModel.Result model = LogModel.replay(events, world.policy, inTurn);
        faults.addAll(model.faults());
        requireEnded(faults, auditors.getFirst());
        for (AcceptedRequest asked : world.requests) {
            LoggedRequest logged = model.requests().get(asked.id());
            if (asked.agent() != null && logged != null) {
                faults.addAll(FileChecks.faults(world, asked, auditors.getFirst(), logged.began));
            }
            for (TestClient auditor : auditors) {
                faults.addAll(judge(asked, model.requests(),
                        auditor.get("/v1/requests/" + asked.id()).as(RequestDetail.class)));
            }
        }
        assertThat(faults).isEmpty();
        System.out.println(summary(model.requests().values()));
    }

    /** A delegation whose end was acknowledged has ended, by itself perhaps. */
    private void requireEnded(List<String> faults, TestClient auditor) {
        Set<String> inForce = new HashSet<>();
        auditor.get("/v1/delegations?limit=200").as(DelegationPage.class).items().stream()
                .filter(one -> one.endedAt() == null && one.endsAt().isAfter(world.backends.clock().instant()))
                .forEach(one -> inForce.add(one.id().toString()));
        world.endedDelegations.stream().filter(one -> inForce.contains(one.id()))
                .forEach(one -> faults.add("Was told to have ended, and has not: " + one));
    }

    private record DelegationPage(List<Delegation> items, @Nullable String next) {}

    private String summary(Collection<LoggedRequest> requests) {
        Map<String, Long> states = requests.stream().collect(Collectors.groupingBy(
                request -> (request.agent == null ? "changes " : "actions ") + request.state(), TreeMap::new,
                Collectors.counting()));
        return steps.size() + " calls, of which " + steps.stream().filter(step -> step.status() >= 400).count()
                + " were refused; " + states;
    }

    private List<String> judge(AcceptedRequest asked, Map<UUID, LoggedRequest> requests, RequestDetail shown) {
        List<String> faults = new ArrayList<>();
        LoggedRequest logged = requests.get(asked.id());
        String state = shown.summary().state().toString();
        String told = logged == null ? "denied" : logged.state();
        // Between the two, an approval is counted when a vote comes, and a change of members that comes with it may be seen or not.
        boolean both = !inTurn && OPEN.contains(state) && OPEN.contains(told);
        if (!state.equals(told) && !both) {
            faults.add(asked + " is " + state + ", and by the log it is " + told);
        }
        if (state.equals("executing") || (state.equals("approved") && asked.agent() != null)) {
            faults.add(asked + " is still " + state + " though nothing keeps it back");
        }
        RequestEscalation escalation = shown.terms() == null ? null : shown.terms().escalation();
        if (logged != null && escalation != null && escalation.done() != logged.escalated) {
            faults.add(asked + (logged.escalated ? " was escalated, and is not" : " is escalated, and was not"));
        }
        int calls = world.backends.calls(asked.id());
        boolean ran = logged != null && logged.began && logged.agent != null;
        if (calls != (ran ? 1 : 0)) {
            faults.add(asked + " is " + state + ", and the provider was called " + calls + " times");
        }
        if (ran && !state.equals(outcome(asked.providerAnswers()))) {
            faults.add(asked + " is " + state + ", and the provider answered " + asked.providerAnswers());
        }
        return faults;
    }

    private static String outcome(String status) {
        return switch (status.charAt(0)) {
            case '2' -> "executed";
            case '4' -> "failed";
            default -> "unknown";
        };
    }
}
