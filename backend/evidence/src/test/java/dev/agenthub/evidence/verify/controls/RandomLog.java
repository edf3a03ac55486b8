package dev.agenthub.evidence.verify.controls;

import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.SampleLog.Person;
import dev.agenthub.evidence.SampleLog.Request;
import dev.agenthub.evidence.SamplePolicy;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.policy.Quorum;
import dev.agenthub.evidence.statement.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Draws what people and agents do, now and then against the rules. */
public final class RandomLog {

    private static final List<Person> PEOPLE = List.of(SampleLog.ADA, SampleLog.BEN, Person.of("cy"),
            Person.of("owner"));

    private final Random random;
    private final SampleLog log = SampleLog.opened();
    private final List<Request> requests = new ArrayList<>();
    private final Map<Request, Integer> steps = new HashMap<>();

    private RandomLog(Random random) {
        this.random = random;
    }

    /** A log of so many steps; half of all logs keep to the rules. */
    public static List<byte[]> events(Random random, int steps) {
        RandomLog drawn = new RandomLog(random);
        boolean lawful = random.nextBoolean();
        for (int i = 0; i < steps; i++) {
            if (lawful) {
                drawn.lawfulStep();
            } else {
                drawn.step();
            }
        }
        return drawn.log.events();
    }

    /** Takes a request one step further: approved by one, by two, run. */
    private void lawfulStep() {
        if (requests.isEmpty() || random.nextInt(3) == 0) {
            Request request = new Request("request " + steps.size());
            requests.add(request);
            steps.put(request, 0);
            log.request(request, required());
            return;
        }
        Request request = requests.get(random.nextInt(requests.size()));
        switch (random.nextInt(12)) {
            case 0 -> log.at(log.now().minusSeconds(2));
            case 1 -> log.join(PEOPLE.get(2), "approvers");
            case 4 -> delegate(SampleLog.ADA);
            case 2 -> log.close(EventType.APPROVAL_CANCELLED, forgotten(request));
            case 3 -> decide(SampleLog.ADA, forgotten(request), Decision.DENY);
            default -> {
                switch (steps.merge(request, 1, Integer::sum)) {
                    case 1 -> log.approve(SampleLog.ADA, request);
                    case 2 -> log.approve(SampleLog.BEN, request);
                    default -> log.run(forgotten(request));
                }
            }
        }
    }

    private Request forgotten(Request request) {
        requests.remove(request);
        return request;
    }

    private void step() {
        Person person = PEOPLE.get(random.nextInt(PEOPLE.size()));
        if (requests.isEmpty() || random.nextInt(4) == 0) {
            Request request = new Request("request " + requests.size());
            requests.add(request);
            if (random.nextInt(3) == 0) {
                log.escalating(request, 1 + random.nextInt(2), "approvers", SampleLog.required(1));
            } else {
                log.request(request, required());
            }
            return;
        }
        Request request = requests.get(random.nextInt(requests.size()));
        switch (random.nextInt(40)) {
            case 23, 24 -> log.escalate(request, "approvers");
            case 0 -> log.enrol(person);
            case 1 -> log.change(person, random.nextInt(4) > 0, "approvers", "finance");
            case 2 -> log.join(PEOPLE.get(2), "approvers");
            case 3 -> log.install(PEOPLE.get(random.nextInt(PEOPLE.size())).id());
            case 4 -> log.publish(SamplePolicy.document(random.nextBoolean() ? "finance" : "owners"));
            case 5 -> log.close(EventType.APPROVAL_CANCELLED, request);
            case 6 -> log.close(EventType.APPROVAL_EXPIRED, request);
            case 7 -> log.at(log.now().minusSeconds(2));
            case 8, 9 -> decide(person, request, Decision.WITHDRAW);
            case 10 -> decide(person, request, Decision.DENY);
            case 11 -> decide(person, request, Decision.OVERRIDE);
            case 12 -> log.run(request, Hash.sha256());
            case 13 -> log.run(new Request("never requested"));
            case 14 -> log.revoke(person);
            case 20, 21 -> delegate(person);
            case 25 -> log.limit(person, List.of(SampleLog.id("elsewhere").toString()), "approvers");
            case 22 -> log.endDelegation("delegation " + random.nextInt(4));
            case 15, 16, 17, 18, 19 -> log.run(request);
            default -> decide(PEOPLE.get(random.nextInt(2)), request, Decision.APPROVE);
        }
    }

    private void delegate(Person from) {
        Instant start = log.now().plusSeconds(random.nextInt(20) - 10);
        log.delegate("delegation " + random.nextInt(4), from, PEOPLE.get(random.nextInt(2)), start,
                start.plusSeconds(1 + random.nextInt(60)));
    }

    private Quorum.Requirement[] required() {
        return switch (random.nextInt(4)) {
            case 0 -> new Quorum.Requirement[]{new Quorum.Requirement(1, "finance"), SampleLog.required(1)};
            case 1 -> new Quorum.Requirement[]{SampleLog.required(1)};
            default -> new Quorum.Requirement[0];
        };
    }

    private void decide(Person person, Request request, Decision decision) {
        log.decide(person, log.statement(person, request, decision));
    }
}
