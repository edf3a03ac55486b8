package dev.agenthub.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever has a network of IPv6 has 2^64 addresses and is one caller nonetheless. */
class SourceAddressTest {

    @ParameterizedTest
    @CsvSource({"192.0.2.1, 192.0.2.1, true", "192.0.2.1, 192.0.2.2, false",
            "2001:db8:0:1::1, 2001:db8:0:1:ffff:ffff:ffff:ffff, true", "2001:db8:0:1::1, 2001:db8:0:2::1, false",
            "::1, 127.0.0.1, false"})
    void countsTheAddressesOfOneSubscriberAsOne(String one, String other, boolean same) {
        assertThat(network(one).equals(network(other))).isEqualTo(same);
    }

    private static String network(String address) {
        return SourceAddress.of(InetAddress.ofLiteral(address)).network();
    }
}
