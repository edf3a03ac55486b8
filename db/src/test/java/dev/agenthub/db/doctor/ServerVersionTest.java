package dev.agenthub.db.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ServerVersionTest {
    @Test
    void readmeNamesTheFirstReleasesThatAreAccepted() throws IOException {
        var named = Pattern.compile("On a PostgreSQL of your own \\(((?:[0-9]+\\.[0-9]+, )+)")
                .matcher(Files.readString(Path.of("../README.md")));
        assertThat(named.find()).isTrue();
        assertThat(named.group(1).split(", ", -1)).filteredOn(version -> !version.isEmpty())
                .containsExactlyElementsOf(IntStream.range(10, 30).mapToObj(major -> new ServerVersion(major, 0))
                        .filter(ServerVersion::isSupported).map(ServerVersion::repaired).toList());
    }
}
