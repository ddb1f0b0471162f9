/** Degrees as a person types them, and back to the whole degrees Fahrenheit the cloud keeps. */
export interface TemperatureScale {
  readonly unit: '°C' | '°F';
  toPerson(fahrenheit: number): number;
  toFahrenheit(typed: number): number;
}

const fahrenheit: TemperatureScale = {
  unit: '°F',
  toPerson: Math.round,
  toFahrenheit: Math.round,
};

const celsius: TemperatureScale = {
  unit: '°C',
  toPerson: (degrees) => Math.round(((degrees - 32) * 5) / 9),
  toFahrenheit: (typed) => Math.round((typed * 9) / 5 + 32),
};

/** The scale of the person's region. */
export const temperatureScale = (isFahrenheit: boolean): TemperatureScale =>
  isFahrenheit ? fahrenheit : celsius;
