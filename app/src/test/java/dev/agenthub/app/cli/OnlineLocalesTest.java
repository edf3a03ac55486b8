package dev.agenthub.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.RequestState;
import dev.agenthub.api.Role;
import dev.agenthub.app.testing.Patience;
import dev.agenthub.app.testing.RealBackend;
import dev.agenthub.evidence.note.Pin;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What members type and what a running backend answers is the same to the byte in every language of the machine. */
class OnlineLocalesTest {
    /** Other digits and another calendar; in a thorough run another lower case of I, other separators, and words from right to left. */
    private static final List<String> LANGUAGES = Boolean.getBoolean("agenthub.thorough")
            ? List.of("tr-TR", "th-TH-u-ca-buddhist-nu-thai", "ar-EG-u-nu-arab", "fa-IR-u-nu-arabext",
                    "hi-IN-u-nu-deva")
            : List.of("th-TH-u-ca-buddhist-nu-thai");
    private static final String ADMIN = "Gil Amari";
    private static final String APPROVER = "Dan Osei";
    private static final String CARE = "Customer care";
    private static final String UUIDS = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    private final Locale before = Locale.getDefault();
    private RealBackend backend;
    private JoinedMember gil;
    private JoinedMember dan;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() {
        backend = new RealBackend(folder.resolve("own"));
        gil = JoinedMember.of(backend, folder, ADMIN, Role.ADMIN);
        // From a second approver on these need the approval of others.
        backend.letFinanceOverride();
        gil.run("budgets", "set", "--workspace", CARE, "--cap", "1234567.5", "--currency", "INR", "--per", "month");
        dan = JoinedMember.of(backend, folder, APPROVER, Role.APPROVER, "approvers");
    }

    @AfterEach
    void close() {
        Locale.setDefault(before);
        backend.close();
    }

    private CommandRun run(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        boolean admin = List.of("agents", "alerts", "budgets", "connections", "export", "governance", "policy", "rates")
                .contains(words[0]);
        all.addAll(List.of("--as", admin ? ADMIN : APPROVER));
        return (admin ? gil : dan).run(all.toArray(String[]::new));
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
        UUID overridden = backend.submitTicket("INVOICE I\u0131\u0130i");
        backend.override(overridden, "It has to be today, 1,234.50 EUR.");
        UUID approved = backend.submitTicket("Zip torn");
        done("requests", "approve", approved.toString(), "--yes", "--payload-hash", hash(approved));
        Patience.await("both to run").until(() -> List.of(overridden, approved).stream().allMatch(request -> backend
                .owner().client().request(request).summary().state() == RequestState.EXECUTED));
        UUID waiting = backend.submitTicket("Zip lost");
        done("rates", "set", "--workspace", CARE, "--calls", "123456", "--per", "minute");
        done("delegations", "create", "--to", "Ada Lind", "--until",
                OffsetDateTime.now(ZoneOffset.ofHours(1)).plusDays(80).toString(), "--reason", "At sea");
        String draft = Files.writeString(folder.resolve("draft.json"),
                "{\"rules\":[{\"outcome\":\"require\",\"required\":[{\"count\":12,\"group\":\"approvers\"}]}]}")
                .toString();
        String list = "list";
        List<List<String>> commands = List.of(List.of("agents", list), List.of("agents", "tools", "stripe"),
                List.of("alerts", list, "--all"), List.of("budgets", list), List.of("budgets", "unknown"),
                List.of("budgets", "set", "--workspace", CARE, "--cap", "12,5", "--currency", "INR", "--per", "MONTH"),
                List.of("connections", list), List.of("connections", "catalog"),
                List.of("connections", "scopes", "Sandbox (with consent)"), List.of("delegations", list, "--all"),
                List.of("delegations", "create", "--to", "Ada Lind", "--until", "2999-12-30"),
                List.of("delegations", "create", "--to", "Ada Lind", "--until", "31.12.2999"),
                List.of("governance", "show"), List.of("keys", list), List.of("members", list),
                List.of("members", "places"), List.of("policy", list), List.of("policy", "simulate", draft),
                List.of("policy", "simulate", draft, "--last", "12345"), List.of("rates", list),
                List.of("rates", "set", "--workspace", CARE, "--calls", "1", "--per", "FORTNIGHT"),
                List.of("rates", "set", "--workspace", CARE, "--calls", "123456", "--per", "minute"),
                List.of("requests", list), List.of("requests", list, "--all"),
                List.of("requests", "show", overridden.toString()), List.of("requests", "show", waiting.toString()),
                List.of("requests", "show", waiting.toString(), "--payload"),
                List.of("requests", "show", waiting.toString(), "--attachment", "12345"),
                List.of("requests", "deny", approved.toString(), "--reason", "No", "--yes", "--payload-hash",
                        hash(approved)));
        Map<String, String> english = said("en", commands);
        for (String language : LANGUAGES) {
            assertThat(said(language, commands)).as(language).containsExactlyEntriesOf(english);
        }
    }

    /** What each command says, less the ids that are new each time. */
    private Map<String, String> said(String language, List<List<String>> commands) throws IOException {
        Locale.setDefault(Locale.forLanguageTag(language));
        Map<String, String> said = new LinkedHashMap<>();
        for (List<String> words : commands) {
            CommandRun run = run(words.toArray(String[]::new));
            said.put(String.join(" ", words), run.exitCode() + "\n" + run.out().replaceAll(UUIDS, "id") + run.err());
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
        try (var in = Objects.requireNonNull(OnlineLocalesTest.class.getResourceAsStream("timestamp-root.pem"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
