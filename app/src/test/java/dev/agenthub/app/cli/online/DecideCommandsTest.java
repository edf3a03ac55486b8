package dev.agenthub.app.cli.online;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Eligibility;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.app.cli.CommandFailure;
import dev.agenthub.app.cli.CommandRun;
import dev.agenthub.app.cli.JoinedMember;
import dev.agenthub.app.cli.Questions;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestRequest;
import dev.agenthub.app.text.HashPhrase;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code agenthub requests approve} and {@code deny}, against a backend that sends false data, refuses or does not answer. */
class DecideCommandsTest {
    private static final byte[] REPORT = "order;price\u202E\nNW-20377;480.00\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] BYTES = {(byte) 0x89, 'P', (byte) 0xFF, 'G'};

    private TestBackend backend;
    private JoinedMember dan;
    private final TestRequest first = request("cus_1");
    private final TestRequest second = request("cus_2");
    private final TestRequest third = request("cus_3");

    @TempDir
    private Path folder;

    private static TestRequest request(String customer) {
        return TestRequest.of(JsonObject.builder().put("customer", customer).build());
    }

    @BeforeEach
    void open() throws IOException {
        backend = new TestBackend();
        backend.requests.addAll(List.of(first, second, third));
        dan = JoinedMember.of(backend, folder.resolve("data"), "Dan Osei");
    }

    @AfterEach
    void close() {
        backend.close();
    }

    /** Somebody who types these answers, and then ends the input. */
    private static final class Typing implements Questions {
        private final Deque<String> answers;

        Typing(String... answers) {
            this.answers = new ArrayDeque<>(List.of(answers));
        }

        @Override
        public boolean possible() {
            return true;
        }

        @Override
        public String line(String question) {
            if (answers.isEmpty()) {
                throw Questions.ended();
            }
            return answers.pop();
        }

        @Override
        public String hidden(String question) {
            return line(question);
        }
    }

    /** Decides these requests, naming the payload of each. */
    private CommandRun named(String decision, List<TestRequest> requests, String... options) {
        List<String> all = new ArrayList<>(List.of("requests", decision, "--yes"));
        requests.forEach(request -> all.addAll(List.of("--payload-hash", request.claimedHash)));
        all.addAll(List.of(options));
        requests.forEach(request -> all.add(request.id.toString()));
        return dan.run(all.toArray(String[]::new));
    }

    @Test
    void showsTheExactBytesAndSignsOneStatementForEachThatIsConfirmed() {
        first.withFile("report\u202E.csv", "text/csv", REPORT).withFile("photo.png", "image/png", BYTES)
                .with(TestBackend.ORG, JsonObject.builder().put("customer", "cus_1\u202E\u009B2J‹x›")
                        .put("note", "x" + " ".repeat(900) + "\u05D0\u05D1 100").build(), "https://example.com/r");
        CommandRun run = dan.runAnswering(new Typing("approve", "y", "approve"), "requests", "approve",
                first.id.toString(), second.id.toString(), third.id.toString(), "--reason", "Checked with Noa");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(CommandFailure.REJECTED);
        assertThat(run.out())
                .contains("\n  | {\"agent\":", "cus_1‹U+202E›‹U+009B›2J‹U+2039›x‹U+203A›", "x‹900 × space›",
                        "‹U+05D0›‹U+05D1› 100", "payload hash " + first.claimedHash,
                        "  say it: " + HashPhrase.of(Hash.ofHex(first.claimedHash)) + "\n",
                        "  POST https://example.com/r\n", "the agent says: The customer received",
                        "careful: hidden characters in arguments.customer: ‹U+202E›, ‹U+009B›",
                        "attachment 0  report‹U+202E›.csv  text/csv  31 bytes  SHA-256 " + Hash.sha256(REPORT).hex()
                                + ", verified\n  | order;price‹U+202E›⏎\n  | NW-20377;480.00⏎\n",
                        "requests show " + first.id + " --attachment 1 --output FILE",
                        "\napproved  " + first.id + "  pending", "\nleft      " + second.id + "\n",
                        "\napproved  " + third.id)
                .doesNotContain("\u202E", "\u009B", "  \n");
        assertThat(backend.decisions).extracting(DecisionStatement::request).containsExactly(first.id, third.id);
        assertThat(backend.decisions).extracting(DecisionStatement::display).containsOnlyNulls();
        assertThat(backend.decisions).extracting(DecisionStatement::payloadHash)
                .containsExactly(Hash.ofHex(first.claimedHash), Hash.ofHex(third.claimedHash));
        assertThat(backend.decisions).allMatch(signed -> signed.decision() == Decision.APPROVE
                && signed.reason().equals("Checked with Noa"));
    }

    @Test
    void signsNothingMoreOnceTheInputEnded() {
        CommandRun run = dan.runAnswering(new Typing("deny"), "requests", "deny", "--reason", "No", first.id.toString(),
                second.id.toString(), third.id.toString());

        assertThat(run.exitCode()).isEqualTo(CommandFailure.REJECTED);
        assertThat(run.out()).contains("\ndenied    " + first.id, "\nunsent    " + second.id, "[INPUT_ENDED]")
                .endsWith("\nunsent    " + third.id + "\n");
        assertThat(backend.decisions).extracting(DecisionStatement::request).containsExactly(first.id);
    }

    @Test
    void decidesTheOthersWhereOneIsRefusedOrIsNotWhatTheBackendSays() {
        TestRequest lied = request("cus_4");
        lied.payload[lied.payload.length - 40] ^= 1;
        TestRequest changedFile = request("cus_5").withFile("report.csv", "text/csv", REPORT).with(TestBackend.ORG,
                JsonObject.builder().build(), "https://example.com/r");
        changedFile.files.set(0, BYTES);
        TestRequest own = request("cus_6");
        own.eligibility = Eligibility.no(ErrorCode.SELF_APPROVAL);
        backend.requests.addAll(List.of(lied, changedFile, own));
        first.refuses = ErrorCode.REASON_REQUIRED;

        CommandRun run = named("approve", List.of(first, lied, changedFile, own, second));

        assertThat(run.exitCode()).as(run.err()).isEqualTo(CommandFailure.REJECTED);
        assertThat(run.out().lines()).satisfiesExactly(
                line -> assertThat(line).startsWith("refused   " + first.id).endsWith("[REASON_REQUIRED]"),
                line -> assertThat(line).startsWith("refused   " + lied.id).endsWith("[PAYLOAD_DIFFERS]"),
                line -> assertThat(line).startsWith("refused   " + changedFile.id).endsWith("[ATTACHMENT_DIFFERS]"),
                line -> assertThat(line).startsWith("refused   " + own.id).endsWith("[SELF_APPROVAL]"),
                line -> assertThat(line).startsWith("approved  " + second.id));
        assertThat(backend.decisions).extracting(DecisionStatement::request).containsExactly(second.id);
    }

    @Test
    void saysThatNobodyKnowsWhereTheAnswerIsMissingAndSendsNothingMore() {
        first.silent = true;
        CommandRun run = named("deny", List.of(first, second), "--reason", "No");

        assertThat(run.exitCode()).isEqualTo(CommandFailure.REJECTED);
        assertThat(run.out().lines()).satisfiesExactly(
                line -> assertThat(line).startsWith("unknown   " + first.id).endsWith("[BACKEND_UNREACHABLE]"),
                line -> assertThat(line).isEqualTo("unsent    " + second.id));
        assertThat(backend.decisions).isEmpty();
    }

    @Test
    void decidesNothingThatWasNeitherNamedNorConfirmed() {
        CommandRun run = dan.run("requests", "approve", first.id.toString(), second.id.toString(), "--yes",
                "--payload-hash", "0".repeat(64) + "," + second.claimedHash);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(CommandFailure.REJECTED);
        assertThat(run.out().lines()).satisfiesExactly(
                line -> assertThat(line).startsWith("refused   " + first.id).contains(first.claimedHash)
                        .endsWith("[PAYLOAD_NOT_NAMED]"),
                line -> assertThat(line).startsWith("approved  " + second.id));
        assertThat(backend.decisions).extracting(DecisionStatement::request).containsExactly(second.id);
        backend.decisions.clear();

        String id = third.id.toString();
        assertNotDone("CONFIRMATION_NEEDED", "approve", id);
        assertNotDone("CONFIRMATION_NEEDED", "deny", id, "--reason", "No");
        Stream.of(List.of("approve", id, "--yes"), List.of("approve", id, "--payload-hash", third.claimedHash),
                List.of("approve", id, "--yes", "--payload-hash", "abc"), List.of("deny", id), List.of("approve"),
                List.of("deny", id, "--reason", " ", "--yes", "--payload-hash", third.claimedHash))
                .forEach(words -> assertNotDone("USAGE", words.toArray(String[]::new)));
        assertNotDone("CONFIRMATION_NEEDED", "approve", id, "--yes=false", "--payload-hash", third.claimedHash);
        assertThat(backend.decisions).isEmpty();
    }

    private void assertNotDone(String code, String... words) {
        CommandRun run = dan.run(Stream.concat(Stream.of("requests"), Stream.of(words)).toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(CommandFailure.NOT_DONE);
        assertThat(run.err()).contains("[" + code + "]");
        assertThat(run.out()).isEmpty();
    }
}
