package aitta.load;

import java.util.random.RandomGenerator;

/** Draws the number of a key: 0 to the number of keys, exclusively. */
@FunctionalInterface
interface KeyChooser {
  int next(RandomGenerator random);

  static KeyChooser uniform(int keys) {
    return random -> random.nextInt(keys);
  }

  /**
   * Zipf's law with exponent {@code theta} below 1, by the method of Gray et al., SIGMOD 1994, that
   * YCSB uses too. Key 0 is the hottest: where a key lies on the ring follows from its hash, so the
   * hot ones need no scattering.
   */
  static KeyChooser zipf(int keys, double theta) {
    double zeta = 0;
    for (int i = 1; i <= keys; i++) {
      zeta += Math.pow(i, -theta);
    }
    double all = zeta;
    double two = 1 + Math.pow(2, -theta);
    double alpha = 1 / (1 - theta);
    double eta = (1 - Math.pow(2.0 / keys, 1 - theta)) / (1 - two / all);
    return random -> {
      double u = random.nextDouble();
      double scaled = u * all;
      if (scaled < 1 || keys == 1) {
        return 0;
      }
      if (scaled < two) {
        return 1;
      }
      return Math.min(keys - 1, (int) (keys * Math.pow(eta * u - eta + 1, alpha)));
    };
  }
}
