package dev.agenthub.evidence;

import static dev.agenthub.evidence.SampleLog.ADA;
import static dev.agenthub.evidence.SampleLog.BEN;
import static dev.agenthub.evidence.SampleLog.required;

import dev.agenthub.evidence.SampleLog.Person;
import dev.agenthub.evidence.SampleLog.Request;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonNumber;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.evidence.statement.Display;
import dev.agenthub.evidence.statement.Ed25519Keys;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A log with a run of every outcome and a decision of every kind that reports count. */
final class CountedLog {

    /** An export from here on has no keys and no policy. */
    static final int IN_PART = 11;

    private static final JsonObject POLICY = SamplePolicy.document("finance");

    private final SampleLog log = SampleLog.opened().publish(POLICY);

    CountedLog() {
        Request allowed = new Request("allowed");
        log.request(allowed).run(allowed);

        Request approved = new Request("approved");
        log.request(approved, required(1)).approve(ADA, approved).run(approved);

        Request overridden = new Request("overridden");
        log.request(overridden, required(2));
        log.decide(ADA, said(ADA, overridden, Decision.OVERRIDE, shown(overridden, 1))).run(overridden);

        log.run(new Request("unasked"));

        Request few = new Request("few");
        log.request(few, required(2)).decide(BEN, said(BEN, few, Decision.APPROVE, null)).run(few);

        // The rule that it names asks for two.
        Request less = new Request("less");
        JsonObject.Builder other = SampleLog.data();
        log.asked(less, null, required(1)).build().members().forEach(
                (name, value) -> other.put(name, name.equals("rules") ? JsonArray.of(JsonNumber.of(2)) : value));
        log.append(SampleLog.BY_AGENT, EventType.APPROVAL_REQUESTED, other.build());
        log.decide(ADA, said(ADA, less, Decision.APPROVE, shown(less, 0))).run(less);

        log.decided(log.statement(ADA, few, Decision.APPROVE), new byte[Ed25519Keys.SIGNATURE_LENGTH]);
        log.decide(BEN, log.statement(BEN, new Request("unknown"), Decision.DENY));
    }

    private DecisionStatement said(Person member, Request request, Decision decision, @Nullable Display display) {
        return new DecisionStatement("Y2hhbGxlbmdl", log.now(), decision, display, member.key(), member.id(),
                ExportFixtures.ORG, request.payloadHash(), SampleLog.digest(POLICY), "It is urgent", request.id());
    }

    /** All of the request was on screen but so many characters. */
    private static Display shown(Request request, int unseen) {
        String text = new String(request.payload(), StandardCharsets.UTF_8);
        return Display.ofExactView(text, text.length() - unseen);
    }

    List<byte[]> events() {
        return log.events();
    }

    /** The place and the type of each event, one a line. */
    String lines() {
        return IntStream.range(0, events().size())
                .mapToObj(place -> place + " " + AuditEvent.parse(events().get(place)).type())
                .collect(Collectors.joining("\n"));
    }
}
