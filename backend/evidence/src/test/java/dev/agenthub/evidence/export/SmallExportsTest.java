package dev.agenthub.evidence.export;

import static dev.agenthub.evidence.ExportFixtures.ORIGIN;
import static dev.agenthub.evidence.ExportFixtures.SIGNER;
import static dev.agenthub.evidence.SampleLog.ADA;
import static dev.agenthub.evidence.SampleLog.BEN;
import static dev.agenthub.evidence.SampleLog.data;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.SampleLog.Person;
import dev.agenthub.evidence.SampleLog.Request;
import dev.agenthub.evidence.Thorough;
import dev.agenthub.evidence.canonical.CanonicalJson;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonNumber;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.merkle.CompactRange;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However a small file is made, reading it takes no longer than a moment. */
class SmallExportsTest {

    /** In milliseconds of all processors together: a second, and as much again where these are shared with others. */
    private static final long A_MOMENT = 2000;
    /** In bytes. */
    private static final int SMALL = 500_000;
    /** Of an entry, in bytes; two of them are as much as a small file may expand to. */
    private static final int LARGE = 16_500_000;

    @TempDir
    private Path folder;

    @Test
    void costNoMoreThanAMoment() throws Exception {
        Map<String, Path> exports = new LinkedHashMap<>();
        // Whatever Java takes to get going.
        exports.put("honest", write("honest", ExportFixtures.export(SampleLog.ordinary().events())));
        for (Map.Entry<String, Supplier<byte[]>> kind : kinds().entrySet()) {
            RawZip deflated = RawZip.of(kind.getValue().get());
            deflated.entries.values().forEach(RawZip.Entry::deflated);
            byte[] export = deflated.write();
            assertThat(export).as(kind.getKey()).hasSizeLessThan(SMALL);
            exports.put(kind.getKey(), write(kind.getKey(), export));
        }
        List<ReadingResult> readings = ReadingResult.of("-Xmx256m", exports.values());
        Map<String, Long> work = new LinkedHashMap<>();
        exports.keySet().forEach(kind -> work.put(kind, readings.get(work.size()).work()));
        assertThat(readings.get(List.copyOf(exports.keySet()).indexOf("digits out of form")).codes())
                .isEqualTo("{ENTRY_NOT_CANONICAL=2}");
        assertThat(work).allSatisfy((kind, took) -> assertThat(took).as(kind).isLessThan(A_MOMENT));
    }

    private Path write(String name, byte[] export) throws IOException {
        return Files.write(folder.resolve(name + ".ahexport"), export);
    }

    private static Map<String, Supplier<byte[]>> kinds() {
        Map<String, Supplier<byte[]>> kinds = new LinkedHashMap<>();
        kinds.put("groups", SmallExportsTest::groups);
        kinds.put("tiny numbers of payloads", () -> payloads("5e-324"));
        kinds.put("arrays of requests", () -> requests("[[[[[[]]]]]]"));
        kinds.put("digits out of form", () -> outOfForm("0,".repeat(LARGE / 2 - 1) + "0 "));
        kinds.put("one name over and over", () -> outOfForm("{" + "\"a\":0,".repeat(LARGE / 6 - 2) + "\"a\":0}"));
        if (Thorough.ON) {
            kinds.put("numbers out of form", () -> outOfForm("1e0,".repeat(LARGE / 4 - 1) + "1"));
            kinds.put("members out of order", () -> outOfForm("{\"a\":0,\"\":0},".repeat(LARGE / 15) + "0"));
            kinds.put("arrays of payloads", () -> payloads("[[[[[[]]]]]]"));
            kinds.put("policies", () -> policies(50));
            kinds.put("checkpoints", SmallExportsTest::checkpoints);
            kinds.put("one vote", SmallExportsTest::oneVote);
            kinds.put("votes", () -> votes(ADA, 2900));
            kinds.put("votes with keys in hardware", () -> votes(ADA.withToken(), 2900));
            kinds.put("delegations", SmallExportsTest::delegations);
            kinds.put("policies that are too large", () -> policies(500));
            kinds.put("numbers of payloads", () -> payloads("1.7976931348623157e+308"));
            kinds.put("digits of payloads", () -> payloads("0"));
            kinds.put("texts of payloads", () -> payloads("\"\\u0001\""));
            kinds.put("objects of payloads", () -> payloads("{\"\":{}}"));
            kinds.put("numbers of events", () -> events("a", "5e-324"));
            kinds.put("names of events", () -> events("\n", "{\"\\n\":0}"));
        }
        return kinds;
    }

    private static byte[] votes(Person person, int count) {
        SampleLog log = SampleLog.opened().join(person, "approvers");
        Request request = new Request("it");
        log.request(request, SampleLog.required(1));
        for (int i = 0; i < count; i++) {
            log.decide(person, log.statement(person, request, i % 2 == 0 ? Decision.APPROVE : Decision.WITHDRAW));
        }
        return stored(log);
    }

    private static byte[] oneVote() {
        SampleLog log = SampleLog.opened().join(ADA.withToken(), "approvers");
        Request request = new Request("it");
        log.request(request, SampleLog.required(1));
        DecisionStatement statement = log.statement(ADA.withToken(), request, Decision.APPROVE);
        byte[] signature = ADA.withToken().sign(statement.preAuthenticationEncoding());
        for (int i = 0; i < 5800; i++) {
            log.decided(statement, signature);
        }
        return stored(log);
    }

    private static byte[] delegations() {
        Person ada = ADA.withToken();
        SampleLog log = SampleLog.opened().join(ada, "approvers");
        for (int i = 0; i < 2500; i++) {
            log.delegate("d" + i, ada, BEN, SampleLog.START, SampleLog.START.plusSeconds(86_400));
        }
        Request request = new Request("it");
        log.request(request, SampleLog.required(2));
        log.approve(BEN, request).run(request);
        return stored(log);
    }

    private static byte[] checkpoints() {
        SampleLog log = SampleLog.ordinary();
        while (log.events().size() < 1300) {
            log.append("thing.done", data().build());
        }
        List<byte[]> events = log.events();
        ExportFixtures.Parts parts = ExportFixtures.Parts.of(events);
        List<Hash> links = ExportFixtures.links(ORIGIN, events);
        CompactRange tree = new CompactRange();
        List<String> notes = new ArrayList<>();
        for (int i = 0; i < links.size() - 1; i++) {
            tree.append(links.get(i));
            notes.add(new Checkpoint(ORIGIN.toString(), i + 1, tree.root()).sign(SIGNER));
        }
        parts.olderCheckpoints = notes;
        parts.deflate = false;
        return parts.write();
    }

    private static byte[] payloads(String value) {
        SampleLog log = SampleLog.opened();
        List<byte[]> payloads = new ArrayList<>();
        JsonObject arguments = data().put("a", many(value)).build();
        for (int i = 0; i < 2; i++) {
            Request request = log.action("a" + i, "tool", arguments);
            payloads.add(request.payload());
            log.request(request);
        }
        return ExportFixtures.export(log.events(), 0, false, payloads);
    }

    private static byte[] events(String name, String value) {
        SampleLog log = SampleLog.opened();
        JsonObject data = data().put(name, many(value)).build();
        log.append("thing.done", data).append("thing.done", data);
        return stored(log);
    }

    /** Events in which these items stand, which are not in canonical form. */
    private static byte[] outOfForm(String items) {
        List<byte[]> events = SampleLog.opened().append("thing.done", data().put("a", "items").build()).events();
        byte[] event = new String(events.removeLast(), StandardCharsets.UTF_8)
                .replace("\"items\"", "[" + items + "]").getBytes(StandardCharsets.UTF_8);
        events.addAll(List.of(event, event));
        return ExportFixtures.export(events);
    }

    /** Requests whose events hold more than anybody asks for. */
    private static byte[] requests(String value) {
        SampleLog log = SampleLog.opened();
        for (int i = 0; i < 2; i++) {
            log.append(SampleLog.BY_AGENT, EventType.APPROVAL_REQUESTED,
                    log.asked(new Request("it" + i), null).put("more", many(value)).build());
        }
        return stored(log);
    }

    /** The same value over and over. */
    private static JsonValue many(String value) {
        String all = "[" + value + ("," + value).repeat(LARGE / (value.length() + 1)) + "]";
        return Objects.requireNonNull(CanonicalJson.value(all.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] stored(SampleLog log) {
        return ExportFixtures.export(log.events(), 0, false, List.of());
    }

    /** Very many groups are asked, each of one person, and people who are in many of them. */
    private static byte[] groups() {
        List<String> names = IntStream.range(0, 700).mapToObj(i -> "g" + i).toList();
        SampleLog log = SampleLog.opened();
        JsonArray required = new JsonArray(names.stream().<JsonValue>map(
                name -> data().put("count", 1).put("group", name).build()).toList());
        Request request = new Request("it");
        List<Person> people = IntStream.range(0, 700).mapToObj(i -> Person.of("p" + i)).toList();
        for (int i = 0; i < people.size(); i++) {
            log.join(people.get(i), names.get(i), names.get((i + 1) % names.size()));
        }
        log.append(SampleLog.BY_AGENT, EventType.APPROVAL_REQUESTED,
                log.asked(request, null).build().members().entrySet().stream().reduce(data(),
                        (builder, member) -> builder.put(member.getKey(),
                                member.getKey().equals("required") ? required : member.getValue()),
                        (one, other) -> one).build());
        people.forEach(person -> log.approve(person, request));
        log.run(request);
        return stored(log);
    }

    /** A policy as large as may be, and many others that are larger. */
    private static byte[] policies(int size) {
        SampleLog log = SampleLog.opened();
        String condition = "{\"at\":\"/arguments/a\",\"in\":[" + "1,".repeat(999) + "1]}";
        String rule = "{\"outcome\":\"allow\",\"when\":[" + String.join(",", Collections.nCopies(size, condition))
                + "]}";
        log.publish(JsonValue.parse(("{\"rules\":[" + String.join(",", Collections.nCopies(10, rule)) + "]}")
                .getBytes(StandardCharsets.UTF_8)));
        List<byte[]> payloads = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Request request = log.action("r" + i, "tool", data().put("a", JsonNumber.of(i + 2)).build());
            payloads.add(request.payload());
            log.request(request);
        }
        return ExportFixtures.export(log.events(), 0, false, payloads);
    }
}
