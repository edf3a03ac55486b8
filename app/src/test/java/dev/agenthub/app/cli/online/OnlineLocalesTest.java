package dev.agenthub.app.cli.online;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.AgentPreview;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.Member;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.Role;
import dev.agenthub.app.cli.CommandRun;
import dev.agenthub.app.cli.DataFolder;
import dev.agenthub.app.cli.JoinedMember;
import dev.agenthub.app.cli.Questions;
import dev.agenthub.app.testing.RealBackend;
import dev.agenthub.app.testing.TestTimeout;
import dev.agenthub.db.Thorough;
import dev.agenthub.evidence.note.Pin;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Commands and a running backend's answers are the same bytes in every locale of the machine. */
@Thorough.Only
class OnlineLocalesTest {
    @RegisterExtension
    private final DataFolder data = new DataFolder();

    /** Other digits, another calendar, another lower case of I, other separators, and words from right to left. */
    private static final List<String> LANGUAGES = List.of("tr-TR", "th-TH-u-ca-buddhist-nu-thai", "ar-EG-u-nu-arab",
            "fa-IR-u-nu-arabext", "hi-IN-u-nu-deva");
    private static final List<String> ADMINISTRATION = List.of("members add-group", "members add-workspace",
            "members change", "members invite", "members invitations", "members revoke-key", "members workspaces");
    private static final String ADMIN = "Gil Amari";
    private static final String APPROVER = "Dan Osei";
    private static final String CARE = "Customer care";
    /** What is new each time, in the digits and letters of English alone: ids, keys and codes, hashes, moments. */
    private static final Map<String, String> NEW = Map.of("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "id",
            "\\b(aha|ahi)_\\S+", "code", "\\b[0-9a-f]{64}\\b", "hash", "\\b[0-9a-f]{16}\\b", "key",
            "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z", "moment", "  (approved|running|executed)  ", "  state  ",
            "\\bm[0-9]\\b", "mark");
    private static final String ENGLISH = "en";

    private final Map<String, JoinedMember> members = new HashMap<>();
    private final Locale before = Locale.getDefault();
    /** How often changes were made, each of something of another name. */
    private int marks;
    private RealBackend backend;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() {
        backend = new RealBackend(folder.resolve("own"));
        members.put(ADMIN, JoinedMember.of(backend, folder, ADMIN, Role.ADMIN));
        // From a second approver on these need the approval of others.
        backend.letFinanceOverride();
        by(ADMIN).run("budgets", "set", "--workspace", CARE, "--cap", "1234567.5", "--currency", "INR", "--per",
                "month");
    }

    @AfterEach
    void close() {
        Locale.setDefault(before);
        backend.close();
    }

    private CommandRun run(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        boolean admin = List.of("agents", "alerts", "budgets", "connections", "export", "governance", "policy", "rates")
                .contains(words[0]) || ADMINISTRATION.contains(words[0] + " " + words[1]);
        all.addAll(List.of("--as", admin ? ADMIN : APPROVER));
        return admitted(() -> by(admin ? ADMIN : APPROVER).run(all.toArray(String[]::new)));
    }

    /** Each command signs in, on a fast machine more often than one address may in a minute; a refused sign-in is tried again. */
    private static CommandRun admitted(Callable<CommandRun> command) {
        return TestTimeout.await("a sign-in within the limit").until(command,
                run -> !run.err().contains(ErrorCode.TOO_MANY_REQUESTS.name()));
    }

    private JoinedMember by(String name) {
        return Objects.requireNonNull(members.get(name));
    }

    private String done(String... words) {
        CommandRun run = run(words);
        assertThat(run.exitCode()).as(String.join(" ", words) + ": " + run.err()).isZero();
        return run.out();
    }

    private String hash(UUID request) {
        return backend.owner().client().request(request).summary().payloadHash();
    }

    @Test
    void saysTheSameInEveryLanguage() throws IOException {
        Map<String, String> done = changed(ENGLISH);
        for (String language : LANGUAGES) {
            assertThat(changed(language)).as(language).containsExactlyEntriesOf(done);
        }
        members.put(APPROVER, JoinedMember.of(backend, folder, APPROVER, Role.APPROVER, "approvers"));
        saysTheSameOfRequestsAndProposals();
    }

    private void saysTheSameOfRequestsAndProposals() throws IOException {
        UUID overridden = backend.submitTicket("INVOICE I\u0131\u0130i");
        backend.override(overridden, "It has to be today, 1,234.50 EUR.");
        UUID approved = backend.submitTicket("Zip torn");
        done("requests", "approve", approved.toString(), "--yes", "--payload-hash", hash(approved));
        TestTimeout.await("both to run").until(() -> List.of(overridden, approved).stream().allMatch(request -> backend
                .owner().client().request(request).summary().state() == RequestState.EXECUTED));
        UUID waiting = backend.submitTicket("Zip lost");
        done("rates", "set", "--workspace", CARE, "--calls", "123456", "--per", "minute");
        done("delegations", "create", "--to", "Ada Lind", "--until",
                OffsetDateTime.now(ZoneOffset.ofHours(1)).plusDays(80).toString(), "--reason", "At sea");
        String draft = Files.writeString(folder.resolve("draft.json"),
                "{\"rules\":[{\"outcome\":\"require\",\"required\":[{\"count\":12,\"group\":\"approvers\"}]}]}")
                .toString();
        String list = "list";
        List<List<String>> commands = new ArrayList<>(List.of(List.of("agents", list), List.of("budgets", list),
                List.of("budgets", "set", "--workspace", CARE, "--cap", "12,5", "--currency", "INR", "--per", "MONTH"),
                List.of("delegations", list, "--all"),
                List.of("delegations", "create", "--to", "Ada Lind", "--until", "2999-12-30"),
                List.of("members", list), List.of("policy", "simulate", draft, "--last", "12345"),
                List.of("rates", list), List.of("requests", list, "--all"),
                List.of("requests", "show", overridden.toString()),
                List.of("requests", "show", waiting.toString(), "--attachment", "12345")));
        commands.addAll(List.of(List.of("agents", "tools", "stripe"), List.of("alerts", list, "--all"),
                List.of("budgets", "unknown"), List.of("connections", list), List.of("connections", "catalog"),
                List.of("connections", "scopes", "Sandbox (with consent)"),
                List.of("delegations", "create", "--to", "Ada Lind", "--until", "31.12.2999"),
                List.of("governance", "show"), List.of("keys", list), List.of("members", "places"),
                List.of("policy", list), List.of("policy", "simulate", draft),
                List.of("rates", "set", "--workspace", CARE, "--calls", "1", "--per", "FORTNIGHT"),
                List.of("rates", "set", "--workspace", CARE, "--calls", "123456", "--per", "minute"),
                List.of("requests", list), List.of("requests", "show", waiting.toString()),
                List.of("requests", "show", waiting.toString(), "--payload"),
                List.of("requests", "deny", approved.toString(), "--reason", "No", "--yes", "--payload-hash",
                        hash(approved))));
        Map<String, String> english = said(ENGLISH, commands);
        for (String language : LANGUAGES) {
            assertThat(said(language, commands)).as(language).containsExactlyEntriesOf(english);
        }
        List<String> decided = decided(ENGLISH, waiting);
        for (String language : LANGUAGES) {
            assertThat(decided(language, waiting)).as(language).isEqualTo(decided);
        }
    }

    /** What is said of changes that are made, each of something new. */
    private Map<String, String> changed(String language) throws IOException {
        String mark = "m" + marks++;
        AgentPreview sample = backend.owner().client().administration().agents().getFirst().installed();
        String manifest = Files.writeString(folder.resolve("manifest"), manifest(mark, sample)).toString();
        Locale.setDefault(Locale.forLanguageTag(language));
        Map<String, String> said = new LinkedHashMap<>();
        String digest = word("digest ", say(said, "agents", "preview", manifest));
        String agent = word("agent ", say(said, "agents", "install", manifest, "--digest", digest));
        say(said, "agents", "update", agent, manifest, "--digest", digest);
        String key = word(agent + ", ", say(said, "agents", "key", agent));
        say(said, "agents", "revoke-key", agent, key);
        say(said, "agents", "disable", agent);
        say(said, "members", "invite", "--roles", "AUDITOR", "--name", "Mara " + mark);
        Member mara = backend.join("Mara " + mark, Role.AUDITOR).client().members().stream()
                .filter(one -> one.name().equals("Mara " + mark)).findFirst().orElseThrow();
        String id = mara.member().toString();
        say(said, "members", "change", id, "--roles", "AUDITOR", "--groups", "finance");
        say(said, "agents", "preview", manifest, "--agent", agent);
        say(said, "agents", "enable", agent);
        say(said, "members", "add-workspace", "I\u0131 " + mark);
        say(said, "members", "add-group", "group-" + mark);
        say(said, "members", "invitations");
        say(said, "members", "workspaces", id, "--every");
        say(said, "members", "revoke-key", id, mara.keys().getFirst().key(), "--reason", "Lost");
        say(said, "members", "change", id, "--roles", "AUDITOR", "--inactive");
        withdrawAll();
        return said;
    }

    private static String manifest(String mark, AgentPreview sample) {
        return """
                {"v":"agenthub/manifest/v1","name":"I\u0131\u0130 agent %s","workspace":"%s","policy":"%s",
                 "tools":[{"name":"tickets.list","title":"Tickets I\u0131 of {customer}","risk":"high","connector":"%s","scopes":[],
                           "schema":{"type":"object","required":["customer"],"properties":{"customer":{"type":"string"}}},
                           "call":{"http":{"method":"POST","path":"/tickets","body":{"customer":{"$arg":"/customer"}}}}}]}
                """
                .formatted(mark, sample.workspaceName(), sample.policyName(),
                        sample.tools().getFirst().connectorName());
    }

    /** What the next language would see. */
    private void withdrawAll() {
        backend.owner().client().invitations().forEach(one -> backend.owner().client().withdrawInvitation(one.id()));
    }

    /** What is said of a request that is shown and left, of one of the same that is approved, and of proposals. */
    private List<String> decided(String language, UUID waiting) throws IOException {
        Locale.setDefault(Locale.forLanguageTag(language));
        CommandRun left = admitted(() -> by(APPROVER).runAnswering(new Undecided(), "requests", "approve",
                waiting.toString(), "--as", APPROVER));
        UUID asked = backend.submitTicket("Zip found");
        String ada = backend.owner().me().member().toString();
        return Stream.of(left,
                run("requests", "approve", asked.toString(), "--yes", "--payload-hash", hash(asked)),
                run("members", "invite", "--roles", "auditor", "--name", "I\u0131\u0130i"),
                run("members", "change", ada, "--roles", "OWNER,auditor"),
                run("members", "change", ada, "--roles", "AUDIT\u0130R")).map(OnlineLocalesTest::all).toList();
    }

    /** Somebody at a terminal who confirms nothing. */
    private static final class Undecided implements Questions {
        @Override
        public boolean possible() {
            return true;
        }

        @Override
        public String line(String question) {
            return "no";
        }

        @Override
        public String hidden(String question) {
            return "";
        }
    }

    /** Keeps what a command says, less what is new each time, and returns it whole. */
    private String say(Map<String, String> said, String... words) {
        CommandRun run = run(words);
        assertThat(run.exitCode()).as(String.join(" ", words) + ": " + run.err()).isZero();
        said.put(said.size() + " " + words[0] + " " + words[1], all(run));
        return run.out() + run.err();
    }

    private static String word(String before, String text) {
        return text.substring(text.indexOf(before) + before.length()).split("[^0-9a-f-]", 2)[0];
    }

    private static String all(CommandRun run) {
        String all = run.exitCode() + "\n" + run.out() + run.err();
        for (var one : NEW.entrySet()) {
            all = all.replaceAll(one.getKey(), one.getValue());
        }
        return all;
    }

    /** What each command says, less the ids that are new each time. */
    private Map<String, String> said(String language, List<List<String>> commands) throws IOException {
        Locale.setDefault(Locale.forLanguageTag(language));
        Map<String, String> said = new LinkedHashMap<>();
        for (List<String> words : commands) {
            CommandRun run = run(words.toArray(String[]::new));
            said.put(String.join(" ", words), all(run));
        }
        said.put("certificate show", CertificateText.of(certificate()).about(URI.create("https://example.com:8443")));
        said.put("export", exported(language));
        return said;
    }

    /** An export of whatever stands in the log by now, from a pin of its first entries on. */
    private String exported(String language) throws IOException {
        Path file = folder.resolve(language + ".ahexport");
        CommandRun run = run("export", file.toString(), "--vkey", folder.resolve("log.vkey").toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        Path pin = folder.resolve(language + ".pin");
        CommandRun verified = CommandRun.of("verify", file.toString(), "--key", folder.resolve("log.vkey").toString(),
                "--save-pin", pin.toString());
        assertThat(verified.out()).as(verified.err()).contains("Entries         " + Pin.read(pin).checkpoint().size());
        return (run.err() + verified.out()).replace(language + ".ahexport", "file")
                .replaceAll("[0-9]+ entries", "so many")
                .replaceAll("(?m)^(Entries|Head|Root) .*", "");
    }

    private static String certificate() throws IOException {
        try (var in = Objects.requireNonNull(
                OnlineLocalesTest.class.getResourceAsStream("/dev/agenthub/app/cli/timestamp-root.pem"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
