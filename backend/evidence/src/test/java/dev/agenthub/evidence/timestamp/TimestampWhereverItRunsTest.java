package dev.agenthub.evidence.timestamp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.TestAuthority;
import dev.agenthub.evidence.timestamp.Timestamp.Covered;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("changes the language and the zone of the whole JVM")
class TimestampWhereverItRunsTest {

    @Test
    void readsTheTimeToTheMicrosecondWhereverItRuns() {
        String note = ExportFixtures.checkpoint(SampleLog.opened().events());
        TestAuthority authority = new TestAuthority();
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("th-TH-u-ca-buddhist-nu-thai"));
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Bangkok"));
            assertThat(TimestampToken.parse(authority.stamp(note, TestAuthority.NOON)).verify(note, null))
                    .isEqualTo(new Timestamp(TestAuthority.NOON, "CN=Test time", Covered.NOTE, false));
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }
}
