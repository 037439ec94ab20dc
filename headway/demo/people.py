"""Invented people: names, reserved e-mail addresses and impossible phone numbers.

Nobody here exists. `.example` is reserved (RFC 2606); no Indian number begins with a zero after +91.
"""

from dataclasses import dataclass

from numpy.random import Generator

DOMAIN = "demo.example"


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_FIRST_NAMES = _words(
    "Aarav Aditi Aditya Akash Akshay Amit Amrita Ananya Anil Anita Anjali Ankit Ankita Arjun Arun Asha Ashwin Ayesha "
    "Bhavana Bhavesh Chetan Chitra Danish Deepa Deepak Dev Dhruv Divya Esha Faisal Farah Fatima Gaurav Gayatri Geeta "
    "Girish Gopal Gurpreet Harini Harish Harpreet Hema Imran Indira Irfan Ishaan Isha Jatin Jaya Jyoti Kabir Karan "
    "Karthik Kavita Kavya Keerthi Kiran Komal Krishna Kunal Lakshmi Lalit Latha Madhavi Mahesh Manish Manjula Meena "
    "Meera Mohan Mohit Mukesh Naina Nandini Naveen Neel Neha Nikhil Nisha Nitin Omkar Pallavi Parth Pooja Prachi "
    "Pradeep Prakash Pranav Prasad Pratik Preeti Priya Rachna Radhika Raghav Rahul Rajesh Rakesh Ramya Ranjit Rashmi "
    "Ravi Rekha Revathi Ritu Rohan Rohini Rohit Rukmini Sachin Sahil Salma Sameer Sandeep Sangeeta Sanjana Sanjay "
    "Sarita Seema Shabnam Shalini Shanti Shreya Shruti Siddharth Simran Sneha Sonal Sourav Sridhar Sudha Suhas Sunil "
    "Sunita Suresh Swati Tanvi Tara Tarun Tejas Uma Usha Vaibhav Varun Vasudha Vidya Vijay Vikram Vinay Vinod Yash "
    "Yasmin Zoya"
)
_LAST_NAMES = _words(
    "Agarwal Ahmed Ansari Banerjee Bhat Bhatt Bose Chakraborty Chandra Chauhan Chavan Choudhary Das Dasgupta Desai "
    "Deshmukh Deshpande Dixit Dubey Fernandes Gandhi Gill Goel Gowda Gupta Hegde Hussain Iyengar Iyer Jadhav Jain "
    "Jha Joshi Kale Kamath Kapoor Kaul Kaur Khan Khanna Kulkarni Kumar Kurian Mahajan Malhotra Malik Mathew Mehta "
    "Menon Mishra Mohanty Mukherjee Naidu Nair Nambiar Nanda Narayan Naik Pai Panda Pandey Parekh Patel Pathak Patil "
    "Pawar Pillai Prabhu Prasad Qureshi Rajan Rana Rao Rastogi Rathore Reddy Roy Sahoo Saini Saxena Sen Sethi Shah "
    "Sharma Shetty Shinde Shukla Siddiqui Singh Sinha Solanki Srinivasan Subramanian Swamy Thakur Thomas Tiwari "
    "Trivedi Varghese Varma Verma Vyas Yadav"
)
_STREETS = ("Station Road", "MG Road", "Temple Street", "Lake View Road", "College Road", "Market Road", "Garden Lane")


@dataclass(frozen=True, slots=True)
class Person:
    """A name with the addresses made from it."""

    first_name: str
    last_name: str
    email: str
    phone: str

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"


def phone(number: int) -> str:
    """Return a phone number that cannot exist, unique for numbers below a hundred million."""
    return f"+91 00{number:08d}"


def draw_people(random: Generator, keys: list[str], first_number: int) -> list[Person]:
    """Draw one person per key; the key (an enrolment number, an employee id) makes the e-mail unique."""
    firsts = random.integers(len(_FIRST_NAMES), size=len(keys)).tolist()
    lasts = random.integers(len(_LAST_NAMES), size=len(keys)).tolist()
    people = []
    for index, (key, first, last) in enumerate(zip(keys, firsts, lasts, strict=True)):
        first_name, last_name = _FIRST_NAMES[first], _LAST_NAMES[last]
        email = f"{first_name}.{last_name}.{key}@{DOMAIN}".lower()
        people.append(Person(first_name, last_name, email, phone(first_number + index)))
    return people


def draw_relatives(random: Generator, people: list[Person]) -> list[str]:
    """Draw for each person the name of a relative with the same surname."""
    firsts = random.integers(len(_FIRST_NAMES), size=len(people)).tolist()
    return [f"{_FIRST_NAMES[first]} {person.last_name}" for first, person in zip(firsts, people, strict=True)]


def draw_addresses(random: Generator, city: str, count: int) -> list[str]:
    """Draw postal addresses in a city, without a postal code, so that none can be real."""
    houses = random.integers(1, 400, size=count).tolist()
    streets = random.integers(len(_STREETS), size=count).tolist()
    return [f"{house} {_STREETS[street]}, {city}" for house, street in zip(houses, streets, strict=True)]
