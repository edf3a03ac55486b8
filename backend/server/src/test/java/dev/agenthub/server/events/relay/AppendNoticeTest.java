package dev.agenthub.server.events.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What backends tell each other of what they appended. */
class AppendNoticeTest {
    @Test
    void isReadAsItWasWritten() {
        List<AppendNotice> all = List.of(new AppendNotice(UUID.randomUUID(), UUID.randomUUID(), 3, 5),
                new AppendNotice(UUID.randomUUID(), UUID.randomUUID(), 1L << 40, (1L << 40) + 1));
        byte[] bytes = AppendNotice.bytes(all);
        assertThat(AppendNotice.parse(bytes)).isEqualTo(all);
        assertThat(AppendNotice.parse(Arrays.copyOf(bytes, bytes.length - 1))).isEqualTo(all.subList(0, 1));
        assertThat(AppendNotice.parse(new byte[0])).isEmpty();
    }
}
