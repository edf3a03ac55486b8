package dev.agenthub.evidence.verify.controls.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.Trials;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.policy.ExcludedVoters;
import dev.agenthub.evidence.policy.Quorum;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.verify.controls.events.ControlEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** However requests without a run are kept, each is as it was put in and changed, and a million fit into a small heap. */
class PendingRequestsTest {

    private static final int MILLION = 1_000_000;
    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

    @Test
    void holdsWhatAMapHolds() {
        Trials.of(200, random -> {
            PendingRequests pending = new PendingRequests();
            Map<String, PendingRequest> model = new TreeMap<>();
            for (int i = random.nextInt(4000); i > 0; i--) {
                UUID id = new UUID(random.nextInt(3), random.nextInt(500));
                PendingRequest expected = model.get(id.toString());
                assertThat(pending.contains(id)).isEqualTo(expected != null);
                switch (random.nextInt(5)) {
                    case 0 -> assertThat(texts(pending.remove(id))).isEqualTo(texts(model.remove(id.toString())));
                    case 1 -> {
                        Consumer<PendingRequest> change = change(random);
                        pending.change(id, change);
                        if (expected != null) {
                            change.accept(expected);
                        }
                    }
                    default -> {
                        PendingRequest request = draw(random, id);
                        model.put(id.toString(), request.copy());
                        pending.put(request);
                    }
                }
            }
            PendingRequests copy = pending.copy();
            List<String> all = all(pending);
            assertThat(all).isEqualTo(model.values().stream().map(PendingRequestsTest::texts).toList());
            assertThat(pending.size()).isEqualTo(model.size());
            model.keySet().forEach(id -> pending.remove(UUID.fromString(id)));
            assertThat(pending.size()).isZero();
            assertThat(all(copy)).as("the copy stands by itself").isEqualTo(all);
            PendingRequests others = new PendingRequests();
            others.putAll(copy);
            assertThat(all(others)).isEqualTo(all);
        });
    }

    @Test
    void holdsAMillionWithin256Megabytes() throws Exception {
        Process filling = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
                PendingRequestsTest.class.getName()).redirectErrorStream(true).start();
        String said = new String(filling.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(filling.waitFor()).as(said).isZero();
        assertThat(Integer.parseInt(said)).as("bytes a request").isLessThan(120);
    }

    /** Makes a million requests as a replay does, and says how many bytes each takes. */
    public static void main(String[] none) {
        ControlsState state = new ControlsState();
        ByteBuffer payload = ByteBuffer.allocate(Hash.LENGTH);
        long before = used();
        for (int i = 0; i < MILLION; i++) {
            ControlEvent.Requested requested = requested(i, new UUID(0x018f000000007000L + i, i), payload, List.of());
            state.pending().put(new PendingRequest(requested, new UUID(1, 5), Set.of(), null));
            state.usage().made(requested, START.plusMillis(i));
        }
        long after = used();
        if (state.pending().size() != MILLION) {
            throw new IllegalStateException("Some are lost");
        }
        System.out.println((after - before) / MILLION);
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static ControlEvent.Requested requested(int i, UUID id, ByteBuffer payload, List<UUID> requesters) {
        payload.putInt(0, i);
        return new ControlEvent.Requested(i, id, new UUID(1, i % 3), new UUID(1, 4), Set.copyOf(requesters), null,
                Hash.of(payload.array()), START.plusSeconds(i).plusNanos(1000L * (i % 1000)),
                List.of(new Quorum.Requirement(1 + i % 2, "approvers")), Hash.sha256(), Duration.ZERO,
                new ExcludedVoters(Set.of(), Set.of()), null);
    }

    private static PendingRequest draw(Random random, UUID id) {
        ControlEvent.Requested plain = requested(random.nextInt(100_000), id, ByteBuffer.allocate(Hash.LENGTH),
                random.nextBoolean() ? List.of() : List.of(new UUID(2, random.nextInt(3))));
        ControlEvent.Requested drawn = random.nextInt(4) > 0
                ? plain
                : new ControlEvent.Requested(plain.seq(), id, null, plain.agent(), plain.requesters(), null,
                        plain.payloadHash(), plain.expiresAt(), plain.required(), plain.policyDigest(),
                        Duration.ofHours(1), plain.excluded(),
                        random.nextBoolean() ? null : new ControlEvent.Escalation(START, "others"));
        PendingRequest request = new PendingRequest(drawn, random.nextBoolean() ? null : new UUID(1, 5),
                random.nextBoolean() ? Set.of() : Set.of(new UUID(1, 6)),
                random.nextInt(5) > 0 ? null : Hash.sha256());
        for (int i = random.nextInt(2); i > 0; i--) {
            change(random).accept(request);
        }
        return request;
    }

    private static Consumer<PendingRequest> change(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> PendingRequest::doubt;
            case 1 -> request -> request.close(false);
            case 2 -> request -> request.close(true);
            case 3 -> request -> request.restoreEscalated(true);
            default -> request -> request.vote(new UUID(3, 1), new PendingRequest.Vote(Decision.APPROVE, "key",
                    Hash.sha256(), Hash.sha256(), true, START));
        };
    }

    private static List<String> all(PendingRequests pending) {
        List<String> all = new ArrayList<>();
        pending.visit(request -> all.add(texts(request)));
        return all;
    }

    private static String texts(@Nullable PendingRequest request) {
        return request == null
                ? ""
                : request.requested() + " " + request.ownerThen() + request.holdersThen() + request.governanceThen()
                        + request.votes() + request.isClosed() + request.isExpired() + request.isEscalated()
                        + request.isDoubtful();
    }
}
