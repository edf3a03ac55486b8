package dev.agenthub.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the pages name as code is there, under that name; and the page of threads and locks names all that the code has. */
class PageNamesTest {
    private static final Path ROOT = Path.of("..");
    private static final List<String> MODULES = List.of("backend/files", "db", "backend/evidence", "backend/api",
            "backend/server",
            "backend/bench", "app");
    /** Types of Java and of libraries that pages name, and words that only look like types. */
    private static final Set<String> OTHERS = Set.of("Thread", "Platform", "Random", "TemplateEngine", "Ctrl",
            "Default");
    private static final Pattern FENCE = Pattern.compile("(?ms)^```.*?^```");
    private static final Pattern SPAN = Pattern.compile("`([^`\n]+)`");
    private static final Pattern TYPE = Pattern
            .compile("(?:[a-z]+\\.)*([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)(?:\\.(\\w+))?(?:\\(.*\\))?");
    private static final Pattern PACKAGE = Pattern.compile("(?:evidence|server)(?:\\.[a-z]+)+");
    private static final Pattern PATH = Pattern.compile("(?:app|backend|db|installers|\\.ci|\\.github)/[\\w./-]+");
    private static final Pattern SQL = Pattern.compile("(?:hub|sec|audit)\\.([a-z_]+)");
    private static final Pattern COMMAND = Pattern.compile("agenthub ([a-z][a-z-]*).*");
    private static final Pattern DECLARED = Pattern.compile("\\b(?:class|interface|record|enum)\\s+([A-Z]\\w*)");
    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\n]*");
    /** What begins a thread, or makes other threads wait. */
    private static final Pattern THREADS = Pattern.compile(
            "new Thread\\(|Thread\\.of|Thread\\.startVirtual|Executors\\.\\w+|Async\\(|delayedExecutor|addShutdownHook"
                    + "|\\bsynchronized\\b|synchronizedMap|new (?:Reentrant\\w*|Stamped)Lock\\(|new Semaphore|new \\w*BlockingQueue"
                    + "|new CountDownLatch|FileLock|[tT]ryLock\\(|FileChannel[^;]*\\.lock\\(");
    private static final Pattern THREAD_NAME = Pattern.compile("\\.name\\(\"([a-z-]+?)-?\"");

    /** The text of each Java file of the modules, without comments. */
    private static final Map<Path, String> SOURCES = new TreeMap<>();
    /** The texts of the files that declare a type, by its simple name. */
    private static final Map<String, List<String>> TYPES = new TreeMap<>();

    @BeforeAll
    static void read() throws IOException {
        for (String module : MODULES) {
            for (Path file : files(ROOT.resolve(module).resolve("src"), ".java")) {
                String text = COMMENT.matcher(Files.readString(file)).replaceAll("");
                SOURCES.put(file.normalize(), text);
                DECLARED.matcher(text).results().map(found -> found.group(1)).distinct()
                        .forEach(type -> TYPES.computeIfAbsent(type, _ -> new ArrayList<>()).add(text));
            }
        }
    }

    @Test
    void typesAndTheirMembersAreThere() throws IOException {
        assertNamed(TYPE, 120, found -> {
            List<String> declaring = TYPES.getOrDefault(found.group(1), List.of());
            String member = found.group(2);
            return OTHERS.contains(found.group(1))
                    || declaring.stream().anyMatch(text -> member == null || hasWord(text, member));
        });
    }

    @Test
    void packagesAreThere() throws IOException {
        assertNamed(PACKAGE, 8, found -> Files.isDirectory(ROOT.resolve("backend").resolve(
                found.group().substring(0, found.group().indexOf('.'))).resolve("src/main/java/dev/agenthub")
                .resolve(found.group().replace('.', '/'))));
    }

    @Test
    void pathsAreThere() throws IOException {
        assertNamed(PATH, 10,
                found -> found.group().contains("/target") || Files.exists(ROOT.resolve(found.group())));
    }

    @Test
    void tablesAndFunctionsOfTheDatabaseAreThere() throws IOException {
        StringBuilder scripts = new StringBuilder();
        for (Path script : files(ROOT.resolve("db/src/main/resources"), ".sql")) {
            scripts.append(Files.readString(script));
        }
        assertNamed(SQL, 5, found -> hasWord(scripts.toString(), found.group(1)));
    }

    @Test
    void commandsAreThere() throws IOException {
        Set<String> commands = SOURCES.values().stream()
                .flatMap(text -> Pattern.compile("@Command\\(name = \"([a-z-]+)\"").matcher(text).results())
                .map(found -> found.group(1)).collect(Collectors.toSet());
        assertNamed(COMMAND, 40, found -> commands.contains(found.group(1)));
    }

    @Test
    void everyThreadAndLockStandsInThePage() throws IOException {
        String page = Files.readString(ROOT.resolve("backend/docs/concurrency.md"));
        Set<String> missing = new TreeSet<>();
        int users = 0;
        for (Map.Entry<Path, String> source : SOURCES.entrySet()) {
            String text = source.getValue().replaceAll("(?m)^import .*", "");
            String type = source.getKey().getFileName().toString().replace(".java", "");
            if (!source.getKey().toString().replace('\\', '/').contains("/src/main/")
                    || source.getKey().startsWith(Path.of("../backend/bench")) || !THREADS.matcher(text).find()) {
                continue;
            }
            users++;
            if (!hasWord(page, type)) {
                missing.add(type);
            }
            THREAD_NAME.matcher(text).results().map(found -> found.group(1)).filter(name -> !page.contains("`" + name))
                    .forEach(name -> missing.add(type + ": the thread " + name));
        }
        assertThat(users).isGreaterThan(40);
        assertThat(missing).as("in backend/docs/concurrency.md").isEmpty();
    }

    /** Every whole code span of the pages that matches names something that is there; there are at least so many. */
    private static void assertNamed(Pattern pattern, int atLeast, Predicate<MatchResult> isThere) throws IOException {
        List<String> missing = new ArrayList<>();
        int found = 0;
        for (Path page : pages()) {
            String text = FENCE.matcher(Files.readString(page)).replaceAll("");
            for (MatchResult span : SPAN.matcher(text).results().toList()) {
                var named = pattern.matcher(span.group(1));
                if (named.matches()) {
                    found++;
                    if (!isThere.test(named.toMatchResult())) {
                        missing.add(page.normalize() + ": " + span.group(1));
                    }
                }
            }
        }
        assertThat(missing).isEmpty();
        assertThat(found).isGreaterThanOrEqualTo(atLeast);
    }

    private static boolean hasWord(String text, String word) {
        return Pattern.compile("\\b" + Pattern.quote(word) + "\\b").matcher(text).find();
    }

    /** The pages about the code; SPEC and the API's description name members of formats, not code. */
    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md")));
        for (String folder : List.of("backend/docs", "app/docs", "db/docs", ".github")) {
            pages.addAll(files(ROOT.resolve(folder), ".md"));
        }
        return pages;
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }
}
