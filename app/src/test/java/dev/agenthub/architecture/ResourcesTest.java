package dev.agenthub.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every text and file that a class or an FXML file of the app names is among the resources, where it looks for it; no text
 * is there that nothing names; and a text stands once.
 */
class ResourcesTest {
    private static final Path JAVA = Path.of("src/main/java");
    private static final Path RESOURCES = Path.of("src/main/resources");
    /** The first literal of the key, and whether more follows it. */
    private static final Pattern ASKED = Pattern.compile("\\bMESSAGES\\s*\\.text\\(\\s*\"([^\"]*)\"\\s*([,)+])");
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"");
    /** What begins the keys that no class of their package names: those of the library that rates passphrases, and the window's title. */
    private static final List<String> NAMED_ELSEWHERE = List.of("feedback.", "window.title");
    private static final Path SHARED = RESOURCES.resolve("dev/agenthub/app/text/words.properties");
    /** What may stand in several packages: another language may have two words for it, by what it is said of. */
    private static final Set<String> SAID_OF_SEVERAL = Set.of("{0}: {1}", "“{0}”", " and ", "in {0}", "Approved",
            "Changes",
            "Clear", "Connecting…", "Connections", "Denied", "denied", "File", "Key", "Pin", "Policies", "Request",
            "Signing and sending…", "the hash", "Waiting", "Welcome to AgentHub", "Workspace");
    private static final Pattern FXML_FILE = Pattern.compile("\"@([^\"]*)\"");
    private static final Pattern FXML_KEY = Pattern.compile("\"%([^\"]*)\"");

    @Test
    void everyPackageHasTheTextsThatItsClassesAskFor() throws IOException {
        assertThat(missing(JAVA, ".java", ASKED)).isEmpty();
    }

    @Test
    void everyPackageHasTheTextsOfItsFxml() throws IOException {
        assertThat(missing(RESOURCES, ".fxml", FXML_KEY)).isEmpty();
    }

    @Test
    void everyFileThatAnFxmlNamesIsThere() throws IOException {
        List<String> missing = new ArrayList<>();
        int named = 0;
        for (Path file : files(RESOURCES, ".fxml")) {
            Matcher found = FXML_FILE.matcher(Files.readString(file));
            while (found.find()) {
                named++;
                if (!Files.exists(file.resolveSibling(found.group(1)))) {
                    missing.add(file + ": " + found.group(1));
                }
            }
        }
        assertThat(missing).isEmpty();
        assertThat(named).isGreaterThan(5);
    }

    /** A key may also begin with a literal that ends in a dot, or consist of two literals of which the second begins with one. */
    @Test
    void everyTextIsAskedForByItsPackage() throws IOException {
        List<String> unused = new ArrayList<>();
        for (Path texts : files(RESOURCES, "messages.properties")) {
            Path folder = Objects.requireNonNull(texts.getParent());
            Set<String> literals = found(JAVA.resolve(RESOURCES.relativize(folder)), ".java", LITERAL);
            Set<String> inFxml = found(folder, ".fxml", FXML_KEY);
            keys(texts).stream()
                    .filter(key -> !inFxml.contains(key) && NAMED_ELSEWHERE.stream().noneMatch(key::startsWith)
                            && literals.stream().noneMatch(literal -> makes(literal, key, literals)))
                    .forEach(key -> unused.add(texts + ": " + key));
        }
        assertThat(unused).isEmpty();
    }

    @Test
    void everyWordThatPackagesShareIsNamed() throws IOException {
        Set<String> named = new HashSet<>();
        for (Path file : files(JAVA, ".java")) {
            LITERAL.matcher(Files.readString(file)).results().forEach(match -> named.add(match.group(1)));
        }
        for (Path file : files(RESOURCES, ".fxml")) {
            FXML_KEY.matcher(Files.readString(file)).results().forEach(match -> named.add(match.group(1)));
        }
        assertThat(named).containsAll(keys(SHARED));
        assertThat(keys(SHARED)).isNotEmpty().allMatch(key -> key.startsWith("word."));
    }

    /** A text that two packages show alike stands in {@code words.properties}, so that it is changed, and translated, once. */
    @Test
    void noTextStandsInTwoPackages() throws IOException {
        Map<String, Set<Path>> places = new TreeMap<>();
        for (Path texts : files(RESOURCES, ".properties")) {
            properties(texts).values()
                    .forEach(text -> places.computeIfAbsent((String) text, _ -> new TreeSet<>()).add(texts));
        }
        places.values().removeIf(files -> files.size() == 1);
        assertThat(places.keySet()).isEqualTo(new TreeSet<>(SAID_OF_SEVERAL));
    }

    private static boolean makes(String literal, String key, Set<String> literals) {
        if (literal.length() < 2 || !key.startsWith(literal)) {
            return false;
        }
        String rest = key.substring(literal.length());
        return rest.isEmpty() || literal.endsWith(".") || (rest.startsWith(".") && literals.contains(rest));
    }

    /** What the pattern's first group matches in the files of this folder, without those below it. */
    private static Set<String> found(Path folder, String ending, Pattern pattern) throws IOException {
        Set<String> found = new HashSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(one -> one.toString().endsWith(ending)).toList()) {
                pattern.matcher(Files.readString(file)).results().forEach(match -> found.add(match.group(1)));
            }
        }
        return found;
    }

    private static List<String> missing(Path root, String ending, Pattern pattern) throws IOException {
        List<String> missing = new ArrayList<>();
        int asked = 0;
        for (Path file : files(root, ending)) {
            Set<String> keys = keys(RESOURCES.resolve(root.relativize(file)).resolveSibling("messages.properties"));
            keys.addAll(keys(SHARED));
            Matcher found = pattern.matcher(Files.readString(file));
            while (found.find()) {
                asked++;
                String key = found.group(1);
                boolean begins = found.groupCount() > 1 && found.group(2).equals("+");
                if (begins ? keys.stream().noneMatch(one -> one.startsWith(key)) : !keys.contains(key)) {
                    missing.add(file + ": " + key);
                }
            }
        }
        assertThat(asked).isGreaterThan(100);
        return missing;
    }

    private static List<Path> files(Path root, String ending) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    private static Set<String> keys(Path file) throws IOException {
        return new HashSet<>(properties(file).stringPropertyNames());
    }

    private static Properties properties(Path file) throws IOException {
        Properties texts = new Properties();
        if (Files.exists(file)) {
            try (Reader in = Files.newBufferedReader(file)) {
                texts.load(in);
            }
        }
        return texts;
    }
}
