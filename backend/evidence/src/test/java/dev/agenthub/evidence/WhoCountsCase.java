package dev.agenthub.evidence;

import dev.agenthub.evidence.SampleLog.Person;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.statement.KeyAlgorithm;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A case of who-counts.json; the file explains its members. */
public record WhoCountsCase(JsonObject json) {

    /** Whose approvals the cases are about, with the groups that each is in at the beginning. */
    public static final List<Member> MEMBERS = List.of(new Member("ada", List.of("approvers", "finance")),
            new Member("ben", List.of("approvers")), new Member("cleo", List.of("finance")),
            new Member("dora", List.of("owners")), new Member("tess", List.of("approvers"), KeyAlgorithm.ES256));

    /** One of them, with what their key signs with. */
    public record Member(String name, List<String> groups, KeyAlgorithm algorithm) {

        public Member {
            groups = List.copyOf(groups);
        }

        Member(String name, List<String> groups) {
            this(name, groups, KeyAlgorithm.ED25519);
        }

        public Person person() {
            return algorithm == KeyAlgorithm.ES256 ? Person.of(name).withToken() : Person.of(name);
        }
    }

    /** Something that happens to it. */
    public record Step(JsonObject json) {

        /** Seconds since the request. */
        public long at() {
            return json.integer("at");
        }

        public String does() {
            return json.string("do");
        }

        /** The member it is about, with the key that it names: the one from the beginning, a second, or a token's. */
        public Person who() {
            String name = json.string("who");
            return switch (json.get("key")) {
                case JsonString(String key) when key.equals("second") ->
                    new Person(name, SampleLog.id(name), name + " second", KeyAlgorithm.ED25519);
                case JsonString(String key) when key.equals("token") -> Person.of(name).withToken();
                case null, default -> MEMBERS.stream().filter(member -> member.name().equals(name)).findFirst()
                        .map(Member::person).orElseGet(() -> Person.of(name));
            };
        }

        public String reason() {
            return json.get("reason") == null ? "Looks right" : json.string("reason");
        }

        public boolean active() {
            return json.get("active") == null || json.bool("active");
        }

        /** The only workspaces of a member; null for every one. */
        public @Nullable List<UUID> workspaces() {
            return json.get("workspaces") == null
                    ? null
                    : texts(json.array("workspaces")).stream().map(SampleLog::id).toList();
        }
    }

    /** All of them. */
    public static List<WhoCountsCase> all() {
        try (InputStream in = Objects
                .requireNonNull(WhoCountsCase.class.getResourceAsStream("who-counts.json"))) {
            return ((JsonObject) JsonValue.parse(in.readAllBytes())).array("cases").items().stream()
                    .map(one -> new WhoCountsCase((JsonObject) one)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String name() {
        return json.string("name");
    }

    /** The result code of the run; APPROVED or OVERRIDDEN where nothing is wrong with it. */
    public String verdict() {
        return json.string("verdict");
    }

    /** Whether the run of the case is as the rules want. */
    public boolean runs() {
        return verdict().equals("APPROVED") || verdict().equals("OVERRIDDEN");
    }

    /** Whether one that the case may be asked of cannot be: {@code java}, {@code sql} or {@code verifier}. */
    public boolean excepts(String judge) {
        return json.get("except") != null && json.object("except").get(judge) != null;
    }

    /** When it runs, in seconds since the request. */
    public long run() {
        return json.integer("run");
    }

    /** What happens before the request, or after it. */
    public List<Step> steps(boolean before) {
        return json.array("steps").items().stream().map(step -> new Step((JsonObject) step))
                .filter(step -> step.at() < 0 == before).toList();
    }

    public JsonArray required() {
        return json.get("required") == null
                ? JsonArray.of(JsonObject.builder().put("count", 1).put("group", "approvers").build())
                : json.array("required");
    }

    public List<String> excludedGroups() {
        return json.get("excluded") == null ? List.of() : texts(json.object("excluded").array("groups"));
    }

    public List<String> excludedMembers() {
        return json.get("excluded") == null
                ? List.of()
                : texts(json.object("excluded").array("members")).stream().map(who -> SampleLog.id(who).toString())
                        .toList();
    }

    /** How long it is held, in seconds. */
    public long hold() {
        return json.get("hold") == null ? 0 : json.integer("hold");
    }

    /** {@code afterSeconds} and {@code group}; null for none. */
    public @Nullable JsonObject escalation() {
        return json.get("escalation") == null ? null : json.object("escalation");
    }

    /** Whose members may override; null where nobody may. */
    public @Nullable String override() {
        return json.get("override") == null ? null : json.string("override");
    }

    public List<UUID> editors() {
        return json.get("editors") == null
                ? List.of()
                : texts(json.array("editors")).stream().map(SampleLog::id).toList();
    }

    private static List<String> texts(JsonArray array) {
        return array.items().stream().map(item -> ((JsonString) item).value()).toList();
    }

    /** What a policy asks of everything that asks of everything what this case asks. */
    public JsonObject policy() {
        JsonObject.Builder rule = JsonObject.builder().put("outcome", "require").put("required", required())
                .put("expiresIn", "PT1H");
        if (json.get("excluded") != null) {
            JsonObject.Builder mayNotVote = JsonObject.builder();
            put(mayNotVote, "groups", excludedGroups());
            put(mayNotVote, "members", excludedMembers());
            rule.put("mayNotVote", mayNotVote.build());
        }
        if (hold() > 0) {
            rule.put("holdFor", "PT" + hold() + "S");
        }
        JsonObject escalation = escalation();
        if (escalation != null) {
            rule.put("escalate", JsonObject.builder().put("after", "PT" + escalation.integer("afterSeconds") + "S")
                    .put("group", escalation.string("group")).build());
        }
        JsonObject.Builder document = JsonObject.builder().put("rules", JsonArray.of(rule.build()))
                .put("v", "agenthub/policy/v1");
        if (override() != null) {
            document.put("override", JsonObject.builder().put("group", override()).build());
        }
        return document.build();
    }

    private static void put(JsonObject.Builder object, String name, List<String> texts) {
        if (!texts.isEmpty()) {
            object.put(name, JsonArray.ofStrings(texts));
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
