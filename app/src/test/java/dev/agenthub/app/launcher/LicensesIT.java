package dev.agenthub.app.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The packaged application contains the licences of all its parts. */
class LicensesIT {
    private static final Path LIBRARIES = Path.of("target/agenthub/lib");
    private static final Path LICENSES = LIBRARIES.resolve("licenses");
    /** A library in the list of them: its artifact and its version. */
    private static final Pattern COORDINATES = Pattern.compile("\\(\\S+?:(\\S+):(\\S+) - ");

    @Test
    void bringsItsOwnLicence() {
        assertThat(LICENSES.resolve("LICENSE")).content().contains("Apache License", "Version 2.0, January 2004");
        assertThat(LICENSES.resolve("NOTICE")).content().contains("PostgreSQL Licence", "SIL Open Font License");
    }

    @Test
    void namesEveryLibraryAndItsLicence() throws IOException {
        List<String> lines = Files.readAllLines(LICENSES.resolve("THIRD-PARTY.txt"));
        Set<String> named = COORDINATES.matcher(String.join("\n", lines)).results().map(LicensesIT::jar)
                .collect(Collectors.toSet());
        assertThat(jars()).hasSizeGreaterThan(50).isEqualTo(named);
        assertThat(lines.stream().filter(line -> line.contains(" - ")))
                .allMatch(line -> line.matches(" +\\([^)]+\\) .*"));
    }

    private static String jar(MatchResult library) {
        return library.group(1) + "-" + library.group(2) + ".jar";
    }

    /** The shipped jars that are not ours; JavaFX has each twice, the second for the platform. */
    private static Set<String> jars() throws IOException {
        try (Stream<Path> files = Files.walk(LIBRARIES, 2)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar") && !name.startsWith("agenthub-"))
                    .filter(name -> !name.matches("javafx-.*-(linux|mac|win).*\\.jar")).collect(Collectors.toSet());
        }
    }
}
